"""Every score, grade, rank and award of a year, recomputed from the log alone.

Written apart from the product and sharing nothing with it, with the standard library only: it reads
the entries of the log, puts their writes together, and does the sums of the scheme by itself.

    python recompute_year.py ENTRIES.jsonl YEAR      prints every difference, exit code 1 if any
"""

import json
import sys
from collections import defaultdict
from fractions import Fraction
from itertools import groupby


def tables_of(entries):
    """Every row as the log leaves it: table → id → columns."""
    tables = defaultdict(lambda: defaultdict(dict))
    for entry in entries:
        for write in entry["writes"]:
            tables[write["table"]][write["id"]].update(write["after"])
    return tables


def number(text):
    return Fraction(str(text))


def round_to(value, places, mode):
    scaled = abs(value) * 10**places
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    half = Fraction(1, 2)
    up = {"half_up": rest >= half, "half_even": rest > half or (rest == half and whole % 2)}
    return Fraction(whole + bool(up.get(mode, False)), 10**places) * (-1 if value < 0 else 1)


def completion(direction, goal, band, found, cap):
    high = goal + band if direction == "between" else goal
    shares = []
    if direction != "at_most":
        shares.append(found / goal if goal else Fraction(found >= 0))
    if direction != "at_least":
        shares.append((high / found if found > 0 else cap) if high else Fraction(found <= 0))
    if direction in ("exactly", "between"):
        shares.append(Fraction(1))
    return max(Fraction(0), min(*shares, cap))


def score(rule, content, finding, others=()):
    """The points that a finding earns under a rule of the scheme; `others` are the values of all
    whom it is compared with, itself among them."""
    points, events = number(content["points"]), json.loads(finding["events"] or "[]")
    earned = before_adjustments(rule, content, finding, events, others)
    if finding["found_value"] is None and rule.get("missing", "refuse") != "refuse":
        earned = Fraction(0)
    elif rule["kind"] not in ("per_event", "ledger"):
        earned = adjusted(rule, points, earned, events)
    for poor, factor in ((finding["quality"] == "poor", "quality_poor_factor"),
                         (not finding["on_time"], "late_factor")):  # fmt: skip
        if poor and earned > 0:
            earned *= number(rule.get(factor, 1))
    rounding = rule.get("rounding", {})
    return round_to(earned, rounding.get("places", 2), rounding.get("mode", "half_up"))


def adjusted(rule, points, earned, events):
    """What the events add to a formula's points, or take from them."""
    if not events:
        return earned
    low, high = number(rule.get("adjust_floor", -points)), number(rule.get("adjust_cap", points))
    moved = earned + min(max(balance(rule, events), low), high)
    least, most = rule.get("result_floor"), rule.get("result_cap")
    least = min(Fraction(0), earned) if least is None else number(least)
    return min(max(moved, least), max(points, earned) if most is None else number(most))


def sum_of_parts(rule, content, finding):
    """Each part by its own formula; of one with periods the mean of theirs."""
    found, whole = json.loads(finding["parts"] or "[]"), Fraction(0)
    for part in rule["parts"]:
        weight = number(part["share"]) * number(content["points"]) if "share" in part else None
        own = {**content, "points": weight if weight is not None else part["points"],
               "target_value": part.get("target_value", content["target_value"]),
               "direction": part.get("direction", content["direction"])}  # fmt: skip
        values = [each["value"] for each in found if each["part"] == part["code"]]
        earned = [before_adjustments(part, own, {**finding, "found_value": value}, [])
                  for value in values]  # fmt: skip
        periods = part.get("periods", 1)
        count = periods if isinstance(periods, int) else len(periods)
        whole += sum(earned) / (len(earned) if part.get("missing") == "left_out" else count)
    return whole


def before_adjustments(rule, content, finding, events, others=()):
    """The points of a rule's formula alone."""
    points, direction = number(content["points"]), content["direction"]
    goal = number(content["target_value"] or 0)
    found, band = number(finding["found_value"] or 0), number(rule.get("band", 0))
    share = lambda cap: completion(direction, goal, band, found, cap)  # noqa: E731
    kind = rule["kind"]
    if finding["found_value"] is None and rule.get("missing", "refuse") != "refuse":
        return Fraction(0)
    if kind == "proportional":
        earned = points * share(number(rule.get("cap_percent", 100)) / 100)
    elif kind == "over_fulfilment":
        over = (found - goal) / goal if direction == "at_least" else (goal - found) / goal
        steps = max(over, Fraction(0)) // (number(rule["per_percent"]) / 100)
        cap = number(rule["bonus_cap"] if rule.get("bonus_cap") is not None else points)
        earned = points * share(Fraction(1)) + min(steps * number(rule["points_each"]), cap)
    elif kind == "all_or_nothing":
        by_met = rule.get("decided_by", "met") == "met"
        is_met = finding["met"] if by_met else not missed(direction, goal, band, found)
        earned = points if is_met else Fraction(0)
    elif kind == "ladder":
        reached = [s for s in rule["steps"] if number(s["at_least"]) <= share(Fraction(10))]
        worth = [number(s["points"]) if "points" in s else points * number(s["share"])
                 for s in reached]  # fmt: skip
        earned = max(worth, default=Fraction(0))
    elif kind in ("relative_to_best", "by_rank"):
        sign = 1 if direction == "at_least" else -1
        earned = max(compared(rule, points, sign, found, [number(v) for v in others]),
                     number(rule.get("floor", 0)))  # fmt: skip
    elif kind == "distance":
        lost = missed(direction, goal, band, found) * number(rule["points_per_unit"])
        earned = max(points - lost, number(rule.get("floor", 0)))
    elif kind == "linear":
        by_share = rule.get("on", "completion") == "completion"
        earned = on_line(rule, points, share(number(rule["to"]["at"])) if by_share else found)
    elif kind in ("per_event", "ledger"):
        earned = by_events(rule, points, events)
    elif kind == "parts":
        earned = sum_of_parts(rule, content, finding)
    else:
        raise AssertionError(f"no such kind of rule: {kind}")
    return earned


def compared(rule, points, sign, found, others):
    """By the best of all values, or by how many are better; `sign` is -1 where less is better."""
    if rule["kind"] == "by_rank":
        few = rule.get("small_group")
        step = rule["step"] if few is None or len(others) >= few else rule["small_step"]
        return points - number(step) * sum(sign * other > sign * found for other in others)
    if sign == 1:
        return points * (max(found, 0) / max(others) if max(others) > 0 else 0)
    return points * (1 if found <= 0 else max(min(others), 0) / found)


def missed(direction, goal, band, found):
    """How far a value lies outside what its target asks for."""
    low = None if direction == "at_most" else goal
    high = None if direction == "at_least" else goal + band
    return max(Fraction(0), *(low - found for low in [low] if low is not None),
               *(found - high for high in [high] if high is not None))  # fmt: skip


def on_line(rule, points, at):
    """What a line gives at a completion or value: weights of its two ends, then floor and cap."""
    (low, first), (high, last) = ((number(rule[e]["at"]), number(rule[e]["points"]))
                                  for e in ("from", "to"))  # fmt: skip
    at = max(low, min(high, at))
    earned = (first * (high - at) + last * (at - low)) / (high - low)
    cap = number(rule["cap"] if rule.get("cap") is not None else points)
    return max(number(rule.get("floor", 0)), min(earned, cap))


def balance(rule, events):
    """What events come to: what they add less what they cost."""
    found = Fraction(0)
    for listed, sign in (("deductions", -1), ("additions", 1)):
        declared = rule.get(listed, [])
        for each in declared:
            mine = [e for e in counted(declared, events) if e["event"] == each["event"]]
            worth = sum(number(e["count"]) for e in mine) * number(each["points"])
            if each.get("at_most") is not None:
                worth = min(worth, number(each["at_most"]))
            found += sign * worth
    return found


def by_events(rule, points, events):
    earned = points + balance(rule, events)
    if rule["kind"] == "ledger":
        earned = min(earned, number(rule["cap"] if rule.get("cap") is not None else points))
    return max(earned, number(rule.get("floor", 0)))


def counted(declared, events):
    """Of the entries of a group that name one matter the highest; every other entry as it is."""
    about = {each["event"]: each for each in declared}
    found, best = [], {}
    for entry in (e for e in events if e["event"] in about):
        group = about[entry["event"]].get("group")
        if group is None or entry.get("matter") is None:
            found.append(entry)
            continue
        key = group, entry["matter"]
        worth = number(about[entry["event"]]["points"]) * number(entry["count"])
        # Of equals the one whose event the rule names first.
        order = -list(about).index(entry["event"])
        if key not in best or (worth, order) > best[key][:2]:
            best[key] = worth, order, entry
    return found + [entry for *_, entry in best.values()]


def grade_of(scheme, total, unmet):
    """Base grade and grade: `unmet` are (category, cause) of the targets that were not met."""
    grades = scheme["grade"]
    base = next(i for i, g in enumerate(grades)
                if "at_least" not in g or total >= number(g["at_least"]))  # fmt: skip
    now = base
    for rule in scheme["grade_rule"]:
        counts = [
            (sum((c.get("category") in (None, category)) and (c.get("cause") in (None, cause))
                 for category, cause in unmet), c.get("at_least", 0), c.get("at_most"))
            for c in rule["when"]
        ]  # fmt: skip
        if all(low <= n and (high is None or n <= high) for n, low, high in counts):
            if "lower_by" in rule:
                now = min(now + rule["lower_by"], len(grades) - 1)
            else:
                codes = [g["code"] for g in grades]
                now = max(now, codes.index(rule["set_to"]))
    return grades[base]["code"], grades[now]["code"]


def ranks_of(totals, ties):
    """Unit → place, for the totals of one front."""
    places, place, above = {}, 0, 0
    ordered = sorted(totals, key=lambda unit: -totals[unit])
    for _, level in groupby(ordered, key=lambda unit: totals[unit]):
        units = list(level)
        place = above + 1 if ties == "competition" else place + 1
        above += len(units)
        places.update(dict.fromkeys(units, place))
    return places


def recompute(entries, year):
    """A sentence about everything stored that does not follow from the log."""
    tables = tables_of(entries)
    scheme = json.loads(tables["scheme"][tables["year"][year]["scheme_id"]]["body"])
    rules = {rule["code"]: rule for rule in scheme["rule"]}
    accepted = {i for i, row in tables["acceptance"].items() if row["state"] == "accepted"}
    revisions = {(r["target_id"], r["no"]): r for r in tables["revision"].values()}
    wrong, sums, unmet = [], defaultdict(Fraction), defaultdict(list)
    given = defaultdict(Fraction)
    for target, row in tables["target"].items():
        if row["year_id"] != year or row["in_force"] is None or row["state"] == "cancelled":
            continue
        content = json.loads(revisions[target, row["in_force"]]["material"])
        last = max(i for i, f in tables["finding"].items()
                   if f["target_id"] == target and f["acceptance_id"] in accepted)  # fmt: skip
        finding = tables["finding"][last]
        rule = rules[content["scoring_rule"]["code"]]
        others = group_of(tables, rule, target, accepted)
        earned = score(rule, content, finding, others)
        stored = max((s for s in tables["score"].values() if s["target_id"] == target),
                     key=lambda s: s["no"])  # fmt: skip
        if number(stored["value"]) != earned:
            wrong.append(f"target {target}: score {stored['value']}, recomputed {earned}")
        sums[row["unit_id"]] += earned
        given[row["unit_id"], row["category"]] += number(content["points"])
        if not finding["met"]:
            causes = [d for _, d in sorted(tables["cause_decision"].items())
                      if d["target_id"] == target and d["finding_id"] == last]  # fmt: skip
            cause = causes[-1]["cause"] if causes else finding["cause"]
            unmet[row["unit_id"]].append((row["category"], cause))
    for unit in sums:
        sums[unit] += unused(tables, scheme, year, unit, given)
    return wrong + _units(tables, scheme, year, sums, unmet)


def group_of(tables, rule, target, accepted):
    """The values found for all targets of the same item, in the same front or in the county."""
    own = tables["target"][target]
    if rule["kind"] not in ("relative_to_best", "by_rank"):
        return []
    front = {r["unit_id"]: r["front_id"] for r in tables["unit_front"].values()
             if r["year"] == own["year_id"]}  # fmt: skip
    found = []
    for other, row in tables["target"].items():
        near = rule.get("within") == "county" or front[row["unit_id"]] == front[own["unit_id"]]
        if row["item_id"] != own["item_id"] or not near or row["state"] == "cancelled":
            continue
        last = max(i for i, f in tables["finding"].items()
                   if f["target_id"] == other and f["acceptance_id"] in accepted)  # fmt: skip
        value = tables["finding"][last]["found_value"]
        found += [] if value is None else [value]
    return found


def unused(tables, scheme, year, unit, given):
    """What the scheme kept in reserve and no target of the unit was given."""
    fronts = {tables["front"][r["front_id"]]["code"] for r in tables["unit_front"].values()
              if (r["year"], r["unit_id"]) == (year, unit)}  # fmt: skip
    code, variants = tables["unit"][unit]["code"], scheme.get("variant", [])
    own = [v for v in variants if code in v.get("units", [])]
    own += [v for v in variants if fronts & set(v.get("fronts", []))]
    found = Fraction(0)
    for category in scheme["category"]:
        points = number((own[0]["points"] if own else {}).get(category["code"], category["points"]))
        left = points - given[unit, category["code"]]
        found += max(min(left, number(category.get("reserve", 0))), Fraction(0))
    return found


def _units(tables, scheme, year, sums, unmet):
    ranking = {"ties": "competition", "places": 2, "mode": "half_up", **scheme.get("ranking", {})}
    totals = {u: round_to(s, ranking["places"], ranking["mode"]) for u, s in sums.items()}
    front_of = {r["unit_id"]: r["front_id"] for r in tables["unit_front"].values()
                if r["year"] == year}  # fmt: skip
    ranks = {}
    for front in set(front_of.values()):
        compared = totals if ranking.get("on", "rounded") == "rounded" else sums
        mine = {u: compared[u] for u in totals if front_of.get(u) == front}
        ranks.update(ranks_of(mine, ranking["ties"]))
    last = max((i for i, r in tables["year_result"].items() if r["year_id"] == year),
               key=lambda i: tables["year_result"][i]["no"])  # fmt: skip
    stored = {r["unit_id"]: r for r in tables["unit_result"].values() if r["result_id"] == last}
    wrong = [] if stored.keys() == totals.keys() else ["not the same units have results"]
    awards = set()
    for unit, row in stored.items():
        base, grade = grade_of(scheme, totals[unit], unmet[unit])
        mine = {"total": totals[unit], "base_grade": base, "grade": grade, "rank": ranks[unit]}
        theirs = {**{n: row[n] for n in mine}, "total": number(row["total"])}
        if mine != theirs:
            wrong.append(f"unit {unit}: stored {theirs}, recomputed {mine}")
        worst = grade == scheme["grade"][-1]["code"]
        awards |= {(unit, f"place_{a['place']}", a.get("amount")) for a in scheme.get("award", [])
                   if a["place"] == ranks[unit] and not worst}  # fmt: skip
        awards |= {(unit, s["code"], None) for s in scheme.get("sanction", [])
                   if s["grade"] == grade}  # fmt: skip
    given = {(a["unit_id"], a["code"], a["amount"]) for a in tables["award"].values()
             if a["year_id"] == year}  # fmt: skip
    if given and given != awards:
        wrong.append(f"awards not due: {given - awards}; not there: {awards - given}")
    return wrong


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = recompute([json.loads(line) for line in file], int(sys.argv[2]))
    print("\n".join(found) or "every score, grade, rank and award follows from the log")
    sys.exit(bool(found))
