// What the bundle tells: entries in short, people, texts, and whether all of it is what was signed.
// Entries are kept as their lines and parsed when they are looked at.

class Told {
  constructor(archive) {
    this.archive = archive;
    this.lines = new Map();
    this.short = [];
    this.people = new Map();
    this.units = new Map();
    this.titles = new Map();
    this.texts = new Map();
    this.checks = [];
  }

  entry(index) {
    return JSON.parse(this.lines.get(index));
  }

  name(person) {
    const known = this.people.get(person);
    if (!known) return person === null ? "" : `#${person}`;
    const text = this.texts.get(known.name_id);
    return text ? `${text} (${known.username})` : known.username;
  }

  // The entries that wrote to a target, and those that brought such an entry along.
  course(target) {
    return this.short.filter((one) => one.kind === "target" && one.id === target);
  }
}

async function readBundle(file, vkey, progress) {
  const archive = await Archive.open(file);
  const told = new Told(archive);
  told.words = await archive.json("words.json");
  told.keys = await archive.json("keys.json");
  told.manifest = await archive.text("manifest");
  const [, origin, size, root, scope] = told.manifest.split("\n");
  Object.assign(told, { origin, size: Number(size), root, scope });
  await checkMembers(told);
  await checkSignatures(told, vkey || told.keys.log.at(-1).vkey, Boolean(vkey));
  for await (const line of archive.lines("texts.jsonl.gz")) {
    const text = JSON.parse(line);
    told.texts.set(text.id, text.body);
  }
  await readEntries(told, progress);
  return told;
}

// Every member has the size and SHA-256 that the manifest states, and there is no other.
async function checkMembers(told) {
  const listed = told.manifest.slice(0, told.manifest.lastIndexOf("\n\n")).split("\n").slice(5);
  const wrong = [];
  for (const line of listed) {
    const [digest, size, name] = line.split(" ");
    const member = told.archive.members.get(name);
    if (!member || member.size !== Number(size)) wrong.push(name);
    else {
      const data = new Uint8Array(await told.archive.part(name).arrayBuffer());
      if (hex(await sha256(data)) !== digest) wrong.push(name);
    }
  }
  const same = listed.length + 1 === told.archive.members.size;
  told.checks.push({ name: "members", good: same && !wrong.length, about: wrong.join(" ") });
}

async function checkSignatures(told, vkey, outside) {
  const checkpoint = await told.archive.text("checkpoint");
  const [, size, root] = checkpoint.split("\n");
  const same = Number(size) === told.size && root === told.root;
  for (const [name, note] of [["manifest", told.manifest], ["checkpoint", checkpoint]]) {
    const good = await signedBy(note, vkey);
    told.checks.push({ name, good: good === null ? null : good && same, about: vkey });
  }
  told.outside = outside;
}

async function readEntries(told, progress) {
  const packed = told.archive.stream("tree.gz");
  const tree = new Tree(new Uint8Array(await new Response(packed).arrayBuffer()));
  let wrong = null;
  for await (const line of told.archive.lines("entries.jsonl.gz")) {
    const entry = JSON.parse(line);
    const leaf = await tree.upTo(entry.index);
    const own = await sha256(LEAF, SCRIPT.encode(line));
    if (wrong === null && (!leaf || hex(leaf) !== hex(own))) wrong = entry.index;
    note(told, entry, line);
    if (entry.index % 500 === 0) progress(entry.index, told.size);
  }
  await tree.upTo(told.size - 1);
  const root = btoa(String.fromCharCode(...(await tree.root())));
  const good = wrong === null && tree.done === told.size && root === told.root;
  told.checks.push({ name: "root", good, about: wrong === null ? "" : `#${wrong}` });
}

function note(told, entry, line) {
  told.lines.set(entry.index, line);
  const { index, at, act, person, outcome, within } = entry;
  const { kind, id } = entry.object;
  // The county's own day: eight hours ahead of UTC.
  const day = new Date(Date.parse(at) + 8 * 3600 * 1000).toISOString().slice(0, 10);
  told.short.push({ index, at, day, act, person, outcome, within, kind, id });
  for (const write of entry.writes) {
    const row = write.after;
    if (write.table === "person" && row.username) told.people.set(write.id, row);
    if (write.table === "unit" && row.code) told.units.set(write.id, row);
    if (write.table === "target" && row.title) told.titles.set(write.id, row.title);
  }
}
