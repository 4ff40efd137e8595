"""Checks a bundle of a Shangxia (上下) audit log with nothing but Python 3.8 or newer.

    python3 verify.py bundle.zip --vkey KEY [--checkpoint FILE] [--lang zh|en]

KEY is the log's verifier key, FILE a signed checkpoint, both as you got them from elsewhere and not
out of this bundle: without either, all that can be shown is that the bundle agrees with itself.
Exit code 0: everything holds; 1: something does not, the first place is named; 2: wrong usage."""

import argparse, base64, collections, functools, gzip, hashlib, io, json, mmap, os, struct, sys
import zlib

BODY = {"revision": "material", "scheme": "body", "takeover": "listed"}
BENT = "不吻合：见第一处 ✗，勿采信 | Bent: see the first ✗; do not rely on it"
AUTHENTIC = "真实：与所给密钥签署的完全一致 | Authentic: all of it is what your key has signed"
KEPT = "至所给检查点为止真实，其余仅自洽 | Authentic up to your checkpoint, else consistent only"
CONSISTENT = "仅自洽：未用外部的密钥或检查点 | Consistent only: no key or checkpoint came from outside"

def need(holds, words):
    if not holds:
        raise ValueError(words)

def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

# Ed25519, verifying only, after RFC 8032 section 5.1; a point is (X, Y, Z, T).
P, ORDER = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def plus(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P

def point(raw):
    y, sign = int.from_bytes(raw, "little") % 2**255, raw[31] >> 7
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    x = x if v * x * x % P == u else x * pow(2, (P - 1) // 4, P) % P
    need(y < P and v * x * x % P == u and (x or not sign), "公钥无效 | this is no public key")
    x = x if x & 1 == sign else P - x
    return x, y, 1, x * y % P

@functools.lru_cache(maxsize=64)
def doubled(base):
    return functools.reduce(lambda got, _: [*got, plus(got[-1], got[-1])], range(255), [base])

def times(number, base):
    parts = (power for bit, power in enumerate(doubled(base)) if number >> bit & 1)
    return functools.reduce(plus, parts, (0, 1, 1, 0))

BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))

def signed(public, message, signature):
    """Whether [S]B − [k]A is, as bytes, the R with which the signature begins."""
    s = int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    x, y, z, t = point(public)
    x, y, z, t = plus(times(s, BASE), times(k, (P - x, y, z, P - t)))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    sealed = (y | (x & 1) << 255).to_bytes(32, "little")
    return sealed == signature[:32] and s < ORDER and (len(public), len(signature)) == (32, 64)

def key_of(vkey):
    """Name, id, kind (1: a log's, 4: a witness's), public bytes of a key; c2sp.org/signed-note."""
    name, _, rest = vkey.split("+", 2)
    raw = base64.b64decode(rest)
    own = sha(name.encode(), b"\n", raw)[:4]
    ok = vkey == f"{name}+{own.hex()}+{base64.b64encode(raw).decode()}" and raw[0] in (1, 4)
    need(ok, f"不是密钥：{vkey} | no key: {vkey}")
    return name, own, raw[0], raw[1:]

def opened(note, vkeys):
    """The lines of a note and the vkeys that signed it; a bad signature of a known key fails."""
    text, _, lines = note.rpartition("\n\n")
    known, signers = {key_of(vkey)[:2]: vkey for vkey in vkeys}, []
    for line in lines.split("\n")[:-1]:
        name, raw = line.split(" ")[1], base64.b64decode(line.split(" ")[2])
        need(line == f"— {name} {base64.b64encode(raw).decode()}", "签名行不对 | a malformed line")
        vkey = known.pop((name, raw[:4]), None)
        if vkey:
            _, _, kind, public = key_of(vkey)
            at = f"cosignature/v1\ntime {int.from_bytes(raw[4:12], 'big')}\n" if kind == 4 else ""
            ok = signed(public, f"{at}{text}\n".encode(), raw[12:] if kind == 4 else raw[4:])
            need(ok, f"{name} 的签名不对 | the signature of {name} is wrong")
            signers.append(vkey)
    return text.split("\n"), signers

def canonical(text):
    """The value of a JSON text in its one spelling: a key twice, a float, a blank … fail."""
    value = json.loads(text, parse_float=str, parse_constant=str)
    again = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    need(again == text, "JSON 不是规范写法 | the JSON is not canonical")
    return value

def spelled(name, crc, size, at):
    """What stands before a stored member of a ZIP, and its line in the directory."""
    both = struct.pack("<5H3L2H", 20, 0, 0, 0, 0x21, crc, size, size, len(name), 0)
    more = struct.pack("<3H2L", 0, 0, 0, 0o100644 << 16, at)
    return b"PK\3\4" + both + name.encode(), b"PK\1\2\x14\3" + both + more + name.encode()

class Verification:
    """One bundle; `found` has for each check whether it holds, and what it saw or the fault."""

    def __init__(self, path, vkey=None, kept=None):
        with open(path, "rb") as file:
            self.data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self.vkey, self.kept = vkey and key_of(vkey) and vkey, kept
        self.found, self.members, self.contents, self.subtrees, self.done = {}, {}, {}, [], 0
        self.ended, self.imposed, self.approvals = set(), set(), 0
        self.rows, self.hands, self.roots = map(collections.defaultdict, (dict, list, set))

    def run(self):
        for check in ("container", "manifest", "checkpoints", "log", "texts"):
            try:
                self.found[check] = True, getattr(self, check)()
            except Exception as bad:  # whatever reading bent bytes runs into is the bundle's fault
                words = str(bad) if " | " in str(bad) else f"无法理解：{bad!r} | unreadable: {bad!r}"
                self.found[check] = False, words
        words = AUTHENTIC if self.vkey else KEPT if self.kept else CONSISTENT
        ok = all(ok for ok, _ in self.found.values())
        self.found["verdict"] = ok, words if ok else BENT

    def stream(self, name):
        start, size, _ = self.members.get(name, (0, 0, ""))
        raw = io.BytesIO(self.data[start : start + size])
        return gzip.GzipFile(fileobj=raw) if name.endswith(".gz") else raw

    def text(self, name):
        return self.stream(name).read().decode()

    def lines(self, name):
        return (line[:-1].decode() for line in self.stream(name))

    def container(self):
        """A ZIP of stored members sorted by name, without options: it can be spelled in one way."""
        directory, last, at, members = b"", "", 0, {}
        while self.data[at : at + 4] == b"PK\3\4":
            _, size, length = struct.unpack_from("<LLH", self.data, at + 18)
            start = at + 30 + length
            name, body = self.data[at + 30 : start].decode(), self.data[start : start + size]
            head, line = spelled(name, zlib.crc32(body), size, at)
            ok = name > last and len(body) == size and self.data[at:start] == head
            need(ok, f"{name!r} 损坏、重复或失序 | {name!r} is damaged, double or astray")
            members[name] = (start, size, sha(body).hex())
            directory, last, at = directory + line, name, start + size
        n = len(members)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, n, n, len(directory), at, 0)
        need(self.data[at:] == directory + end, "目录或结尾损坏 | the directory or the end is damaged")
        self.members = members  # nothing is read from a container that is not whole
        return f"{n} 个成员，逐字节合格 | {n} members, every byte as it must be"

    def manifest(self):
        self.keys, note = canonical(self.text("keys.json")), self.text("manifest")
        text = note.rpartition("\n\n")[0].split("\n")
        self.size, self.root, self.scope = int(text[2]), text[3], text[4]
        key = self.vkey or self.keys["log"][-1]["vkey"]
        ok = text[0] == "shangxia/bundle/v1" and text[2] == str(self.size)
        ok = ok and note.count("\n— ") == 1 and opened(note, [key])[1] == [key]
        need(ok, f"清单不是 {key} 所签 | the manifest is not signed by {key}")
        told = [f"{m[2]} {m[1]} {name}" for name, m in self.members.items() if name != "manifest"]
        wrong = " ".join(sorted({line.split(" ")[-1] for line in {*told} ^ {*text[5:]}}))
        need(text[5:] == told, f"与清单不符：{wrong} | not what the manifest says: {wrong}")
        return f"{self.scope}，成员与清单相符 | {self.scope}, members as listed"

    def checkpoints(self):
        notes, size, signers = map(canonical, self.lines("checkpoints.jsonl")), 0, []
        for note in [*(line["note"] for line in notes), self.text("checkpoint")]:
            size = int(note.split("\n")[1])
            key = [key for key in self.keys["log"] if key["entry"] < size][-1]
            text, signers = opened(note, [key["vkey"], *self.keys["witnesses"]])
            ok = key["vkey"] in signers and text[:2] == [key["origin"], str(size)]
            need(ok, f"检查点 {size} 无当时密钥的签名 | checkpoint {size} lacks its key's signature")
            self.roots[size].add(text[2])
        self.roots[self.size].add(self.root)
        if self.kept:
            self.roots[int(self.kept.split("\n")[1])].add(self.kept.split("\n")[2])
        return f"签名有效，末个共 {len(signers)} 方 | all signed, the last by {len(signers)} in all"

    def log(self):
        """One pass over the entries and, beside them, the tree."""
        self.nodes, self.fixed = self.stream("tree.gz"), canonical(self.text("words.json"))["fixed"]
        last, at, count = -1, "", 0
        for line in self.lines("entries.jsonl.gz"):
            entry, leaf = canonical(line), sha(b"\0", line.encode())
            index = entry["index"]
            ok = last < index < self.size and at <= entry["at"] and self.fold(index) == leaf
            need(ok, f"第 {index} 条失序或与树不符 | entry {index} is astray or not its leaf's")
            self.tell(f"#{index}", entry)
            last, at, count = index, entry["at"], count + 1
        self.fold(self.size - 1)
        ok = self.done == self.size and not self.nodes.read(1)
        ok = ok and len(self.rows["log_key"]) == len(self.keys["log"]) and not self.roots
        need(ok, f"树、密钥或检查点不全：{[*self.roots]} | tree, keys or checkpoints: {[*self.roots]}")
        return (f"{self.size} 条中公开 {count} 条，树根相符，{self.approvals} 次批准或生效双方签署齐备 | "
                f"{count} of {self.size} shown, root right, {self.approvals} approvals, both hands")

    def fold(self, index):
        """Take nodes (level, hash) up to this leaf into the tree (RFC 6962 2.1), and give it."""
        level, node = 0, b""
        while self.done <= index:
            record = self.nodes.read(33)
            level, node, joined = record[0], record[1:], record[1:]
            need(len(node) == 32 and self.done % 2**level == 0, "树不完整 | the tree is not whole")
            rest, self.done = self.done >> level, self.done + 2**level
            while rest & 1:  # two complete subtrees of one size become one of the next
                joined, rest = sha(b"\1", self.subtrees.pop(), joined), rest >> 1
            self.subtrees.append(joined)
            if self.done in self.roots:
                root = functools.reduce(lambda end, big: sha(b"\1", big, end), self.subtrees[::-1])
                ok = self.roots.pop(self.done) == {base64.b64encode(root).decode()}
                need(ok, f"前 {self.done} 条的树根不符 | the first {self.done} have another root")
        return node if level == 0 else b""

    def tell(self, at, entry):
        """Put an entry's writes on the rows: what it changes must be as it was, and signed."""
        mine = entry["object"]["id"] if entry["object"]["kind"] == "target" else None
        bound = self.rows["target"].get(mine, {}).get("in_force")
        for write in entry["writes"]:
            table, id, old, new = write["table"], write["id"], write["before"], write["after"]
            row, where = self.rows[table].get(id), f"{at} {table} {id}"
            wrong = [name for name in old or () if not row or row.get(name) != old[name]]
            wrong += ["id"] if row and (old is None or table in self.fixed) else []
            if mine or not self.scope.startswith("target "):  # else what is between may be left out
                need(not wrong, f"{where} {wrong}：与此前不符 | {where} {wrong}: it was not so before")
            row = self.rows[table][id] = {**(row or {}), **new}
            if table in BODY:
                ok = sha(f"shangxia/{table}/v1\0{new[BODY[table]]}".encode()).hex() == new["digest"]
                need(ok, f"{where}：摘要不是其内容的 | {where}: the digest is not its content's")
            if table == "revision":
                self.contents[mine, new["no"]] = {**canonical(row.pop("material")), **row}
            elif table == "signature":
                self.hands[mine].append(row)
                ok = new["digest"] == self.contents[mine, new["revision"]]["digest"]
                ok = ok and (new["actor_id"] == entry["person"] or new["channel"] == "paper")
                need(ok, f"{where}：签署的人或内容不符 | {where}: another's hand, or other content")
            elif table in ("signature_end", "arbitration"):
                (self.ended if table == "signature_end" else self.imposed).add(new["signature_id"])
            elif table == "log_key":
                ok = {**new, "entry": entry["index"]} in self.keys["log"]
                need(ok, f"{where}：keys.json 与日志不符 | {where}: keys.json says otherwise")
        target = self.rows["target"].get(mine, {})
        if target.get("in_force") not in (None, bound) or (target and entry["act"] == "approve"
                                                          and entry["outcome"] == "done"):
            ok, self.approvals = self.agreed(mine, target["candidate"]), self.approvals + 1
            need(ok, f"{at} target {mine}：双方签署不齐 | {at} target {mine} lacks its two hands")

    def agreed(self, target, no):
        """Whether both hands, of different people, are on one content, or it was imposed."""
        said, posts, units = self.contents[target, no], self.rows["post"], self.rows["unit"]
        same, shared = said["digest"], said["template_digest"] or "none"
        hands = [h for h in self.hands[target] if h["id"] not in self.ended and
                 h["verdict"] == "affirm" and (h["digest"] == same or
                 (h["side"], h["template"]) == ("down", shared))]
        above, below = ([h for h in hands if h["side"] in sides]
                        for sides in (("down", "approve"), ("up", "support")))
        one, other = ({h[who] for h in side for who in ("actor_id", "on_behalf_of_id")} - {None}
                      for side in (above, below))
        heads = {units[posts[h["post_id"]]["unit_id"]]["code"] for h in below}
        upper = {posts[h["post_id"]]["code"] for h in above if h["side"] == "down"}
        both = heads >= {said["lead_unit"], *said["supporting_units"]} and not one & other
        return {h["id"] for h in above} & self.imposed or (both and said["reviewing_post"] in upper)

    def texts(self):
        erased, told = {row["text_id"] for row in self.rows["erasure"].values()}, self.rows["text"]
        for text in map(canonical, self.lines("texts.jsonl.gz")):
            digest, body = told.pop(text["id"])["digest"], text["body"]
            own = body is not None and sha(bytes.fromhex(text["salt"]), body.encode()).hex()
            ok = own == digest or (body is None and text["id"] in erased)
            need(ok, f"text {text['id']}：与摘要不符 | text {text['id']} is not what its digest says")
        need(not told, f"缺正文 {[*told][:3]} | missing: texts {[*told][:3]}")
        for name in ("scheme", "calendar"):
            ok = canonical(self.text(f"{name}s.json")) == [*self.rows[name].values()]
            need(ok, f"{name}s.json 与日志不符 | {name}s.json is not what the log says")
        for file in map(canonical, self.lines("attachments.jsonl")):
            row, part = self.rows["file"].pop(file["id"]), f"files/{file['digest']}"
            ok = {**row, **file} == row and self.members.get(part, (0, 0, part[6:]))[2] == part[6:]
            need(ok, f"附件 {file['id']} 不符 | attachment {file['id']} is not what was logged")
        need(not self.rows["file"], f"缺附件 {[*self.rows['file']]} | attachments are missing")
        return f"正文、方案、日历、附件相符，依法清除 {len(erased)} 项 | as logged, {len(erased)} erased"

def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    for name in ("bundle", "--vkey", "--checkpoint", "--lang"):
        parser.add_argument(name)
    given = parser.parse_args()
    sys.stdout.reconfigure(errors="replace")
    tongue = given.lang or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    try:
        kept = given.checkpoint and open(given.checkpoint, encoding="utf-8").read()
        bundle = Verification(given.bundle, given.vkey, kept)
    except (OSError, ValueError) as error:
        parser.error(str(error))
    bundle.run()
    for name, (holds, words) in bundle.found.items():
        print("✓" if holds else "✗", name, words.split(" | ")[tongue[:2] != "zh"], sep="\t")
    sys.exit(0 if bundle.found["verdict"][0] else 1)

if __name__ == "__main__":
    main()
