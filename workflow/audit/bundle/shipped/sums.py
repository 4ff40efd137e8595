"""What the rules of a scheme give: points for a finding, for a unit as a whole, and its grade.

For recompute.py, which lies beside it. Nothing of the program that made the bundle is used here:
the sums follow docs/scheme.md, in exact fractions.
"""
# fmt: off
import json
from collections import defaultdict
from fractions import Fraction as F


def num(text): return F(str(text or 0))
def get(table, name, default): return default if table.get(name) is None else num(table[name])
def clip(value, low, high): return min(max(value, low), high)

def bounded(value, to):
    value = max(value, get(to, "floor", value))
    return min(value, get(to, "cap", value))

def rounded(value, places=2, mode="half_up"):
    whole, rest = divmod(abs(value) * 10**places, 1)
    up = 2 * rest > 1 or (2 * rest == 1 and (mode == "half_up" or whole % 2))
    return F(whole + bool(up and mode != "down"), 10**places) * (1 if value >= 0 else -1)

def balance(rule, events):
    """What events add less what they cost; of those that name one matter only the highest."""
    total = F(0)
    for sign, listed in ((-1, rule.get("deductions", [])), (1, rule.get("additions", []))):
        about, sums, best = {e["event"]: e for e in listed}, defaultdict(F), {}
        for place, event in enumerate(e for e in events if e["event"] in about):
            one, order = about[event["event"]], -list(about).index(event["event"])
            key = (one.get("group"), event.get("matter"))
            mine = (num(event["count"]) * num(one["points"]), order)
            best[key if all(key) else place] = max(best.get(key, mine), mine)
        for worth, order in best.values():
            sums[list(about)[-order]] += worth
        total += sign * sum(min(s, get(about[e], "at_most", s)) for e, s in sums.items())
    return total

def formula(rule, points, content, found, met=None, others=()):
    """What one kind of rule gives, before adjustments, quality and time."""
    way, goal, floor = content["direction"], num(content["target_value"]), num(rule.get("floor"))
    high, sign = goal + num(rule.get("band")) * (way == "between"), -1 if way == "at_most" else 1
    sides = {"at_least": [goal - found], "at_most": [found - high]}
    missed = max(F(0), *sides.get(way, [goal - found, found - high]))
    def share(cap):  # how far the target is fulfilled: 1 is just met, never below 0 or above `cap`
        below = found / goal if goal else F(found >= 0)
        above = (high / found if found > 0 else cap) if high else F(found <= 0)
        parts = {"at_least": [below], "at_most": [above]}.get(way, [below, above, F(1)])
        return clip(min(parts), F(0), cap)
    def line():
        (low, a), (top, b) = [[num(rule[e][n]) for n in ("at", "points")] for e in ("from", "to")]
        at = clip(found if rule.get("on") == "value" else share(top), low, top)
        earned = (a * (top - at) + b * (at - low)) / (top - low)
        return clip(earned, floor, get(rule, "cap", points))
    def bonus():
        steps = max(sign * (found - goal) / goal, 0) * 100 // num(rule["per_percent"])
        more = min(steps * num(rule["points_each"]), get(rule, "bonus_cap", points))
        return points * share(F(1)) + more
    def best():
        best = max(max(others) if sign > 0 else min(others), F(0))
        part, of = (max(found, F(0)), best) if sign > 0 else (best, found) if found > 0 else (1, 1)
        return max(points * part / of if of else F(0), floor)
    def place():
        step = rule["small_step" if len(others) < num(rule.get("small_group")) else "step"]
        return max(points - num(step) * sum(sign * o > sign * found for o in others), floor)
    return {
        "proportional": lambda: points * share(get(rule, "cap_percent", F(100)) / 100),
        "over_fulfilment": bonus,
        "all_or_nothing": lambda: points * (met if met is not None else not missed),
        "ladder": lambda: max([get(s, "points", points * num(s.get("share"))) for s in rule["steps"]
                               if num(s["at_least"]) <= share(F(10))], default=F(0)),
        "distance": lambda: max(points - missed * num(rule["points_per_unit"]), floor),
        "linear": line, "relative_to_best": best, "by_rank": place,
    }[rule["kind"]]()

def score(rule, content, finding, others=()):
    """The points that a finding earns; `others` are the values of the group it is compared in."""
    points, events = num(content["points"]), json.loads(finding["events"] or "[]")
    found, kind, earned = num(finding["found_value"]), rule["kind"], F(0)
    if finding["found_value"] is not None or rule.get("missing", "refuse") == "refuse":
        if kind in ("per_event", "ledger"):
            cap = get(rule, "cap", points) if kind == "ledger" else points
            earned = max(min(points + balance(rule, events), cap), num(rule.get("floor")))
        elif kind != "parts":
            met = finding["met"] if rule.get("decided_by", "met") == "met" else None
            earned = formula(rule, points, content, found, met, [*map(num, others)])
        for part in rule.get("parts", []):
            own = {**content, **{n: part[n] for n in ("target_value", "direction") if part.get(n)}}
            worth = get(part, "points", num(part.get("share")) * points)
            got = [formula(part, worth, own, num(v["value"]))
                   for v in json.loads(finding["parts"] or "[]") if v["part"] == part["code"]]
            of = part.get("periods") or 1
            of = of if type(of) is int else len(of)
            earned += sum(got) / (len(got) if part.get("missing") == "left_out" else of)
        if kind not in ("per_event", "ledger") and {"deductions", "additions"} & rule.keys():
            low, high = get(rule, "adjust_floor", -points), get(rule, "adjust_cap", points)
            least = get(rule, "result_floor", min(F(0), earned))
            most = get(rule, "result_cap", max(points, earned))
            earned = clip(earned + clip(balance(rule, events), low, high), least, most)
    if earned > 0 and finding["quality"] == "poor":
        earned *= get(rule, "quality_poor_factor", F(1))
    if earned > 0 and not finding["on_time"]:
        earned *= get(rule, "late_factor", F(1))
    return rounded(earned, **rule.get("rounding", {}))

def extras(scheme, rows):
    """What a unit earned as a whole, by code, and could have: evaluations, then adjustments."""
    got, could = {}, F(0)
    def own(kind, one): return [r for r in rows if (r["kind"], r["code"]) == (kind, one["code"])]
    for one in scheme.get("evaluation", []):
        shares, worth = [], {a["code"]: num(a["share"]) for a in one.get("answers", [])}
        for row in own("evaluation", one):
            n = json.loads(row["counts"] or "{}")
            mean = num(row["value"]) / get(one, "out_of", F(100))
            shares.append(sum(worth[a] * n[a] for a in n) / sum(n.values()) if n else mean)
        left_out = one.get("missing") == "not_applicable"
        of = len(shares) if left_out else len(one.get("periods", [0]))
        got[one["code"]] = num(one["points"]) * sum(shares) / max(of, 1)
        could += num(one["points"]) * bool(of)
    for one in scheme.get("adjustment", []):
        moved = sum(num(row["value"]) for row in own("adjustment", one))
        got[one["code"]] = clip(moved, num(one.get("floor")), num(one.get("cap")))
        could += max(got[one["code"]], 0) * one.get("applicable", False)
    return got, could

def grades(scheme, value, rank, of, unmet, vetoes):
    """Base grade and grade; `unmet` are (category, cause, item) of the targets not met."""
    codes = [g["code"] for g in scheme["grade"]]
    def holds(g):
        by_share = int(num(g["top_percent"]) * of / 100) if "top_percent" in g else rank
        places = g.get("top", by_share)
        missing = any({c, i} & {*g.get("needs", [])} for c, _, i in unmet)
        return value >= get(g, "at_least", value) and rank <= places and not missing
    base = now = next((n for n, g in enumerate(scheme["grade"]) if holds(g)), len(codes) - 1)
    for step in scheme.get("veto", []) + scheme.get("grade_rule", []):
        counts = [(w, sum(w.get("category") in (None, c) and w.get("cause") in (None, why)
                          for c, why, _ in unmet)) for w in step.get("when", [])]
        applies = all(w.get("at_least", 0) <= n <= w.get("at_most", n) for w, n in counts)
        if applies if counts else step["code"] in vetoes:
            now = min(now + step.get("lower_by", 0), len(codes) - 1)
            now = max(now, codes.index(step.get("set_to", codes[0])))
    return codes[base], codes[now]
