"use strict";
// The bundle as bytes: members of a stored ZIP, their text, hashes, the tree, signed notes.
// Reads with File.slice only what is asked for; the browser's own WebCrypto does the hashing.

const SCRIPT = new TextEncoder();

class Archive {
  constructor(file, members) {
    this.file = file;
    this.members = members;
  }

  static async open(file) {
    const end = view(await bytes(file, file.size - 22, file.size));
    if (end.byteLength !== 22 || end.getUint32(0, true) !== 0x06054b50) throw new Error("ZIP");
    const count = end.getUint16(10, true);
    const at = end.getUint32(16, true);
    const directory = view(await bytes(file, at, file.size - 22));
    const members = new Map();
    for (let i = 0, line = 0; i < count; i += 1) {
      const size = directory.getUint32(line + 24, true);
      const length = directory.getUint16(line + 28, true);
      const start = directory.getUint32(line + 42, true) + 30 + length;
      const raw = new Uint8Array(directory.buffer, directory.byteOffset + line + 46, length);
      members.set(new TextDecoder().decode(raw), { start, end: start + size, size });
      line += 46 + length;
    }
    return new Archive(file, members);
  }

  has(name) {
    return this.members.has(name);
  }

  part(name) {
    const { start, end } = this.members.get(name);
    return this.file.slice(start, end);
  }

  stream(name) {
    const raw = this.part(name).stream();
    return name.endsWith(".gz") ? raw.pipeThrough(new DecompressionStream("gzip")) : raw;
  }

  async text(name) {
    return new Response(this.stream(name)).text();
  }

  async json(name) {
    return JSON.parse(await this.text(name));
  }

  async *lines(name) {
    const reader = this.stream(name).pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const pieces = (rest + value).split("\n");
      rest = pieces.pop();
      yield* pieces;
    }
  }
}

async function bytes(file, start, end) {
  return new Uint8Array(await file.slice(Math.max(start, 0), end).arrayBuffer());
}

function view(array) {
  return new DataView(array.buffer, array.byteOffset, array.byteLength);
}

async function sha256(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
}

function hex(array) {
  return Array.from(array, (one) => one.toString(16).padStart(2, "0")).join("");
}

function fromBase64(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

// — the tree, RFC 6962 section 2.1: records of a level (one byte) and a hash (32) —

const LEAF = new Uint8Array([0]);
const NODE = new Uint8Array([1]);

class Tree {
  constructor(records) {
    this.records = records;
    this.at = 0;
    this.done = 0;
    this.subtrees = [];
  }

  // Takes records up to this leaf; the hash of this leaf, or null where it has no record of its own.
  async upTo(index) {
    let node = null;
    while (this.done <= index && this.at + 33 <= this.records.length) {
      const level = this.records[this.at];
      node = this.records.subarray(this.at + 1, this.at + 33);
      this.at += 33;
      await this.put(level, node);
      if (level > 0) node = null;
    }
    return this.done === index + 1 ? node : null;
  }

  async put(level, node) {
    this.done += 2 ** level;
    let [height, joined] = [level, node];
    while (this.subtrees.length && this.subtrees.at(-1)[0] === height) {
      joined = await sha256(NODE, this.subtrees.pop()[1], joined);
      height += 1;
    }
    this.subtrees.push([height, joined]);
  }

  async root() {
    const parts = this.subtrees.map(([, part]) => part);
    let joined = parts.pop();
    while (parts.length) joined = await sha256(NODE, parts.pop(), joined);
    return joined;
  }
}

// — signed notes, c2sp.org/signed-note; true, false, or null where the browser has no Ed25519 —

async function signedBy(note, vkey) {
  const cut = note.lastIndexOf("\n\n");
  const [name, id, key] = vkey.split(/\+(.{8})\+/);
  const line = note.slice(cut + 2).split("\n").find((one) => {
    const [, who, sealed] = one.split(" ");
    return who === name && sealed && hex(fromBase64(sealed).subarray(0, 4)) === id;
  });
  if (cut < 0 || !line || !key) return false;
  const signature = fromBase64(line.split(" ")[2]).subarray(4);
  try {
    const raw = fromBase64(key).subarray(1);
    const known = await crypto.subtle.importKey("raw", raw, "Ed25519", false, ["verify"]);
    const text = SCRIPT.encode(note.slice(0, cut + 1));
    return await crypto.subtle.verify("Ed25519", known, signature, text);
  } catch (error) {
    if (error.name === "NotSupportedError") return null;
    return false;
  }
}
