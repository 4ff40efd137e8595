// The page: everything is written as text into elements; nothing from the log becomes markup.

const PAGE_SIZE = 100;
const state = { told: null, language: "zh-CN", shown: PAGE_SIZE, failed: "", vkey: "", runs: 0 };
const CHECKS = {
  members: ["各成员与清单相符", "Every member is what the manifest lists"],
  manifest: ["清单的签名有效", "The manifest's signature is good"],
  checkpoint: ["检查点的签名有效", "The checkpoint's signature is good"],
  root: ["记录与树根相符", "The entries lead to the root"],
};
const VERDICTS = { affirm: ["签署", "signed"], object: ["申请调整", "objected"] };
const byId = (id) => document.getElementById(id);
const t = (zh, en) => (state.language === "zh-CN" ? zh : en);
const pick = (words, code) => (words && words[code] ? t(...words[code]) : String(code));

function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

function time(at) {
  const zone = { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(state.language, zone).format(new Date(at));
}

function actName(one) {
  return pick(state.told.words.acts, `${one.kind}/${one.act}`).replace(/^[a-z]+\//, "");
}

function objectName(one) {
  const kinds = { target: ["目标", "target"], year: ["年度", "year"], county: ["县", "county"] };
  const kind = pick({ ...kinds, item: ["通用工作", "item"] }, one.kind);
  return one.id === null ? kind : `${kind} ${one.id}`;
}

function table(caption, heads, rows) {
  const head = el("tr", {}, ...heads.map((name) => el("th", { scope: "col" }, name)));
  const body = rows.map((cells) =>
    el("tr", {}, ...cells.map((cell, at) => el("td", { "data-head": heads[at] }, cell ?? ""))),
  );
  const made = el("table", {}, el("caption", {}, caption), el("thead", {}, head));
  made.append(el("tbody", {}, ...body));
  return made;
}

// — the checks —

function showChecks() {
  const { told } = state;
  const lines = told.checks.map(({ name, good, about }) => {
    const mark = good === null ? "?" : good ? "✓" : "✗";
    const more = good === null
      ? t("：此浏览器不支持 Ed25519，请用 verify.py", ": this browser has no Ed25519, use verify.py")
      : good ? "" : t(`：不符 ${about}`, `: it does not hold ${about}`);
    const kind = good === null ? "open" : good ? "good" : "bad";
    return el("li", { class: kind }, `${mark} ${t(...CHECKS[name])}${more}`);
  });
  const bad = told.checks.some(({ good }) => good === false);
  const known = told.outside && told.checks.every(({ good }) => good);
  const verdict = bad
    ? t("不吻合：勿采信此包。", "Bent: do not rely on this bundle.")
    : known
      ? t("真实：由您所给的密钥签署。", "Authentic: signed by the key that you gave.")
      : t("仅自洽：密钥取自包内。", "Consistent only: the key came out of the bundle itself.");
  const scope = t(
    `范围 ${told.scope}：${told.size} 条中公开 ${told.short.length} 条`,
    `Scope ${told.scope}: ${told.short.length} of ${told.size} entries shown`,
  );
  byId("verdict").className = bad ? "bad" : "";
  byId("verdict").textContent = verdict;
  byId("checks").replaceChildren(
    el("ul", {}, ...lines),
    el("p", {}, scope),
    el("p", {}, t(
      "完整核验（旧值、双方签署、正文）请运行 verify.py。",
      "For the whole verification (values before, both hands, texts) run verify.py.",
    )),
  );
}

// — the list —

function filtered() {
  const wanted = Object.fromEntries(new FormData(byId("filters")));
  const [kind, id] = wanted.object.trim().split(/\s+/);
  return state.told.short.filter(
    (one) =>
      (!wanted.person || String(one.person) === wanted.person) &&
      (!wanted.act || `${one.kind}/${one.act}` === wanted.act) &&
      (!kind || one.kind === kind || String(one.id) === kind) &&
      (!id || String(one.id) === id) &&
      (!wanted.since || one.day >= wanted.since) &&
      (!wanted.until || one.day <= wanted.until) &&
      (!wanted.outcome || one.outcome === wanted.outcome),
  );
}

function linkTo(hash, words) {
  return el("a", { href: `#${hash}` }, words);
}

function row(one) {
  const about = one.kind === "target" && one.id !== null
    ? linkTo(`target=${one.id}`, `${objectName(one)} ${state.told.titles.get(one.id) ?? ""}`)
    : objectName(one);
  const outcome = one.outcome === "done" ? t("已办", "done") : t("未获准", "refused");
  return [
    linkTo(`entry=${one.index}`, String(one.index)), time(one.at), actName(one), about,
    state.told.name(one.person), outcome,
  ];
}

function heads() {
  return [
    t("序号", "Entry"), t("时间", "Time"), t("事项", "Act"), t("对象", "Object"),
    t("办理人", "By"), t("结果", "Outcome"),
  ];
}

function showList() {
  const found = filtered();
  const rows = found.slice(0, state.shown).map(row);
  const caption = t(`${found.length} 条记录`, `${found.length} entries`);
  const more = found.length > state.shown
    ? el("button", { type: "button", onclick: () => { state.shown += PAGE_SIZE; show(); } },
      t("再显示 100 条", "Show 100 more"))
    : null;
  byId("list").replaceChildren(...[table(caption, heads(), rows), more].filter(Boolean));
}

// — one entry, one target —

function value(data) {
  if (data === null || data === undefined) return "—";
  return typeof data === "object" ? JSON.stringify(data) : String(data);
}

function writes(entry) {
  const rows = [];
  for (const write of entry.writes) {
    for (const name of Object.keys(write.after)) {
      rows.push([
        `${write.table} ${write.id}`, name,
        write.before ? value(write.before[name]) : t("（新增）", "(new)"), value(write.after[name]),
      ]);
    }
    if (write.table === "text") {
      const body = state.told.texts.get(write.id);
      rows.push([`text ${write.id}`, "body", "", body ?? t("（已依法清除）", "(erased by law)")]);
    }
  }
  const named = [t("行", "Row"), t("字段", "Field"), t("原值", "Before"), t("新值", "After")];
  return table(t("写入", "Writes"), named, rows);
}

function showEntry(index) {
  const entry = state.told.entry(index);
  const facts = { ...entry, object: objectName(entry.object), writes: undefined };
  const list = el("dl");
  for (const [name, data] of Object.entries(facts)) {
    if (data === undefined || data === null) continue;
    const shown = name === "person" ? state.told.name(data) : value(data);
    list.append(el("dt", {}, name), el("dd", {}, shown));
  }
  const one = { ...entry, ...entry.object };
  detail(t(`第 ${index} 条：${actName(one)}`, `Entry ${index}: ${actName(one)}`), list, writes(entry));
}

function showTarget(number) {
  const { told } = state;
  const course = told.course(number);
  let content = null;
  const hands = [];
  for (const { index } of course) {
    for (const { table: name, after } of told.entry(index).writes) {
      if (name === "revision") content = JSON.parse(after.material);
      if (name === "signature") {
        hands.push([
          time(after.at), pick(told.words.sides, after.side), told.name(after.actor_id),
          String(after.revision), pick(VERDICTS, after.verdict), linkTo(`entry=${index}`, String(index)),
        ]);
      }
    }
  }
  const fields = told.words.fields
    .filter(([name]) => content && content[name] !== null && content[name] !== undefined)
    .map(([name, zh, en]) => [t(zh, en), value(content[name])]);
  const signed = [
    t("时间", "Time"), t("哪一方", "Side"), t("签署人", "By"), t("第几稿", "Revision"),
    t("意见", "Verdict"), t("记录", "Entry"),
  ];
  detail(
    `${t("目标", "Target")} ${number} ${told.titles.get(number) ?? ""}`,
    table(t("最后一稿", "Last revision"), [t("项目", "Field"), t("内容", "Content")], fields),
    table(t("签署", "Hands"), signed, hands),
    table(t("经过", "Course"), heads(), course.map(row)),
  );
}

function detail(title, ...parts) {
  const back = el("p", {}, linkTo("", t("← 全部记录", "← All entries")));
  byId("detail").replaceChildren(el("h2", { tabindex: "-1" }, title), back, ...parts);
  byId("detail").querySelector("h2").focus();
}

// — putting it together —

function choices(select, pairs) {
  const known = select.value;
  const all = el("option", { value: "" }, t("全部", "All"));
  select.replaceChildren(all, ...pairs.map(([code, words]) => el("option", { value: code }, words)));
  select.value = known;
}

function fillFilters() {
  const { told } = state;
  const people = [...new Set(told.short.map((one) => one.person))].filter((one) => one !== null);
  choices(byId("person"), people.map((one) => [String(one), told.name(one)]));
  const acts = [...new Set(told.short.map((one) => `${one.kind}/${one.act}`))].sort();
  choices(byId("act"), acts.map((code) => [code, `${pick(told.words.acts, code)} (${code})`]));
  choices(byId("outcome"), [["done", t("已办", "done")], ["refused", t("未获准", "refused")]]);
}

function show() {
  document.documentElement.lang = state.language;
  for (const one of document.querySelectorAll("[data-zh]")) {
    one.textContent = t(one.dataset.zh, one.dataset.en);
  }
  document.title = byId("title").textContent;
  byId("failed").textContent = state.failed;
  byId("failed").hidden = !state.failed;
  for (const id of ["results", "browse"]) byId(id).hidden = !state.told;
  byId("choosing").hidden = false;
  if (!state.told) return;
  showChecks();
  fillFilters();
  const [what, number] = location.hash.slice(1).split("=");
  const single = what === "entry" || what === "target";
  byId("detail").hidden = !single;
  for (const id of ["choosing", "checks", "entries"]) byId(id).hidden = single;
  if (what === "entry" && state.told.lines.has(Number(number))) showEntry(Number(number));
  else if (what === "target") showTarget(Number(number));
  else showList();
}

async function load() {
  const [file] = byId("bundle").files;
  if (!file) return;
  state.vkey = byId("vkey").value.trim();
  // Whoever chooses again while this is read wants the other one.
  const run = (state.runs += 1);
  state.told = null;
  state.failed = "";
  show();
  const progress = (done, total) => { byId("progress").textContent = `${done} / ${total}`; };
  try {
    progress(0, "…");
    const told = await readBundle(file, state.vkey, progress);
    if (run !== state.runs) return;
    state.told = told;
  } catch (error) {
    if (run !== state.runs) return;
    state.failed = t("这不是完好的文件包：", "This is no whole bundle: ") + error.message;
  }
  byId("progress").textContent = "";
  show();
}

byId("bundle").addEventListener("change", load);
byId("vkey").addEventListener("change", () => {
  if (byId("vkey").value.trim() !== state.vkey) load();
});
byId("filters").addEventListener("input", () => { state.shown = PAGE_SIZE; showList(); });
byId("filters").addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", show);
byId("language").addEventListener("click", () => {
  state.language = t("en", "zh-CN");
  show();
});
state.language = navigator.language.startsWith("zh") ? "zh-CN" : "en";
show();
