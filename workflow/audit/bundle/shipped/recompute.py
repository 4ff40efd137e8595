"""Every score, grade, rank and award of a county's years, recomputed from an exported bundle.

    python3 recompute.py BUNDLE.zip [YEAR]     a line for whatever does not follow; exit code 1 then

It shares nothing with the program that made the bundle: it puts the writes of the log's entries
together and does the sums of each year's scheme (sums.py, beside it). That the entries are the ones
that were signed verify.py shows; this shows what follows from them. Standard library only.
"""
# fmt: off
import gzip
import json
import os
import sys
import zipfile
from collections import defaultdict
from fractions import Fraction as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # also under -I
from sums import bounded, clip, extras, grades, num, rounded, score

def altered(node, known):
    """The inputs of a stored derivation of which the log says otherwise now."""
    def plain(v): return F(v) if isinstance(v, str) and v.lstrip("-")[:1].isdigit() else v
    own = [f"{n} is {known[n]}, was {v}" for n, v in node["inputs"].items()
           if n in known and plain(known[n]) != plain(v)]
    if node["rule"] in ("deduction", "addition"):
        name, was = node["inputs"]["event"], sum(num(e["count"]) for e in node["inputs"]["entries"])
        now = sum(num(e["count"]) for e in known["events"] if e["event"] == name)
        own += [f"{name} counts {now}, was {was}"] if now != was else []
    return own + [each for child in node["children"] for each in altered(child, known)]

def recompute(entries, year):
    """A sentence about everything stored of a year that does not follow from the log's entries."""
    t, wrong = defaultdict(lambda: defaultdict(dict)), []
    for write in (write for entry in entries for write in entry["writes"]):
        t[write["table"]][write["id"]].update(write["after"])
    def latest(table): return sorted(t[table].items())
    scheme = json.loads(t["scheme"][t["year"][year]["scheme_id"]]["body"])
    front = {r["unit_id"]: t["front"][r["front_id"]]["code"] for r in t["unit_front"].values()
             if r["year"] == year}
    found = {f["target_id"]: {**f, "id": i} for i, f in latest("finding")
             if t["acceptance"][f["acceptance_id"]]["state"] == "accepted"}
    stored = {s["target_id"]: s for _, s in latest("score")}
    causes = {d["finding_id"]: d["cause"] for _, d in latest("cause_decision")}
    material = {(r["target_id"], r["no"]): r["material"] for r in t["revision"].values()}
    mine = {i: r for i, r in t["target"].items()
            if r["year_id"] == year and r["in_force"] and r["state"] != "cancelled"}
    rules = {r["code"]: r for r in scheme["rule"]}
    points, given, void, unmet = defaultdict(F), defaultdict(F), defaultdict(F), defaultdict(list)
    for target, row in mine.items():
        what, finding = json.loads(material[target, row["in_force"]]), found[target]
        unit, rule = row["unit_id"], rules[what["scoring_rule"]["code"]]
        key, near = (unit, row["category"]), {front[unit]}
        near = near if rule.get("within") != "county" else set(front.values())
        others = mine if rule["kind"] in ("by_rank", "relative_to_best") else {}
        values = [found[i]["found_value"] for i, o in others.items() if front[o["unit_id"]] in near
                  and o["item_id"] == row["item_id"] and found[i]["found_value"] is not None]
        earned, said = score(rule, what, finding, values), num(stored[target]["value"])
        if earned != said:
            known = {n: bool(finding[n]) for n in ("met", "on_time")}
            known["quality"] = finding["quality"]
            own = ("found_value", "target_value", "points") if rule["kind"] != "parts" else ()
            known.update({n: {**what, **finding}[n] for n in own})
            known["events"] = json.loads(finding["events"] or "[]")
            bent = altered(json.loads(stored[target]["derivation"]), known)
            why = "; ".join(dict.fromkeys(bent)) or "its rule or the score itself"
            was = stored[target]["value"]
            wrong.append(f"target {target}: score {was}, recomputed {earned} ({why})")
        points[key] += earned
        given[key] += num(what["points"])
        if finding["found_value"] is None and rule.get("missing") == "not_applicable":
            void[key] += num(what["points"])
        if not finding["met"]:
            item = t["item"][row["item_id"]]["code"] if row["item_id"] else None
            unmet[unit].append((row["category"], causes.get(finding["id"], finding["cause"]), item))
    ranking = {"ties": "competition", "on": "rounded", "tie_break": [], **scheme.get("ranking", {})}
    ended, totals, keys = {e["entry_id"] for e in t["unit_entry_end"].values()}, {}, {}
    rows = {r["unit_id"]: [] for r in mine.values()}
    for i, entry in latest("unit_entry"):
        if entry["year_id"] == year and i not in ended:
            rows[entry["unit_id"]].append(entry)
    for unit in rows:
        code, groups = t["unit"][unit]["code"], set()
        for _ in scheme.get("group", []):
            groups |= {g["code"] for g in scheme["group"] if code in g.get("units", [])
                       or front[unit] in g.get("fronts", []) or groups & {*g.get("groups", [])}}
        names = (("units", {code}), ("groups", groups), ("fronts", {front[unit]}))
        variant = [v["points"] for name, own in names for v in scheme.get("variant", [])
                   if own & {*v.get(name, [])}] + [{}]
        got, could = extras(scheme, rows[unit])
        for each in scheme["category"]:
            worth, key = num(variant[0].get(each["code"], each["points"])), (unit, each["code"])
            left = clip(worth - given[key], F(0), num(each.get("reserve")))
            got[each["code"]], could = bounded(points[key] + left, each), could + worth - void[key]
        whole = bounded(sum(got.values()), scheme.get("limits", {}))
        if "normalise" in scheme:
            whole = whole / could * num(scheme["normalise"]["to"]) if could else F(0)
        totals[unit] = rounded(whole, ranking.get("places", 2), ranking.get("mode", "half_up"))
        got["load"] = sum(r["unit_id"] == unit for r in mine.values())
        value = totals[unit] if ranking["on"] == "rounded" else whole
        keys[unit] = [value, *(got[by] for by in ranking["tie_break"])]
    last = max((i for i, r in t["year_result"].items() if r["year_id"] == year))
    results = {r["unit_id"]: r for r in t["unit_result"].values() if r["result_id"] == last}
    due = set()
    wrong += ["not the same units have results"] if results.keys() != totals.keys() else []
    for unit, row in results.items():
        of = [k for u, k in keys.items() if front[u] == front[unit]]
        better = [tuple(k) for k in of if k > keys[unit]]
        rank = 1 + len(better if ranking["ties"] == "competition" else set(better))
        vetoes = {e["code"] for e in rows[unit] if e["kind"] == "veto"}
        base, grade = grades(scheme, keys[unit][0], rank, len(of), unmet[unit], vetoes)
        again = {"total": totals[unit], "base_grade": base, "grade": grade, "rank": rank}
        bad = [f"{name} {row[name]}, recomputed {value}" for name, value in again.items()
               if (num(row[name]) if name == "total" else row[name]) != value]
        wrong += [f"unit {t['unit'][unit]['code']}: {'; '.join(bad)}"] if bad else []
        worst = len(scheme["grade"]) > 1 and grade == scheme["grade"][-1]["code"]
        due |= {(unit, f"place_{a['place']}", a.get("amount")) for a in scheme.get("award", [])
                if a["place"] == rank and not worst}
        due |= {(unit, s["code"], None) for s in scheme.get("sanction", []) if s["grade"] == grade}
    gone = {e["award_id"] for e in t["award_end"].values()}
    awards = {(a["unit_id"], a["code"], a["amount"]) for i, a in t["award"].items()
              if a["year_id"] == year and i not in gone}
    wrong += [f"awards: {awards ^ due} do not follow"] if awards and awards != due else []
    return wrong

if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as bundle:
        lines = gzip.decompress(bundle.read("entries.jsonl.gz")).splitlines()
    log = [json.loads(line) for line in lines]
    known = {w["after"]["year_id"] for e in log for w in e["writes"] if w["table"] == "year_result"}
    asked = sorted({int(year) for year in sys.argv[2:]} or known)
    faults = [f"{year}: {fault}" for year in asked for fault in recompute(log, year)]
    fine = "every score, grade, rank and award follows from the log"
    print("\n".join(faults) or f"{', '.join(map(str, asked))}: {fine}")
    sys.exit(bool(faults))
