// The little of protocol buffers that an ONNX file takes: fields of whole numbers, floats, strings and messages, in the order in which they are given.

/** One encoded message. */
export type Message = Uint8Array;

const text = new TextEncoder();

/** A field without a value is left out, as proto3 does with defaults. */
export function message(...fields: (Message | undefined)[]): Message {
  const parts = fields.filter((field) => field !== undefined);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A signed number takes ten bytes where it is negative: two's complement of 64 bits, seven at a time. */
export function whole(field: number, value: number): Message {
  return message(varint(BigInt(field << 3)), varint(BigInt.asUintN(64, BigInt(value))));
}

export function float(field: number, value: number): Message {
  return message(varint(BigInt((field << 3) | 5)), new Uint8Array(Float32Array.of(value).buffer));
}

export function bytes(field: number, value: Uint8Array): Message {
  return message(varint(BigInt((field << 3) | 2)), varint(BigInt(value.length)), value);
}

export function string(field: number, value: string): Message {
  return bytes(field, text.encode(value));
}

export function repeated<Value>(values: readonly Value[], one: (value: Value) => Message): Message {
  return message(...values.map(one));
}

function varint(value: bigint): Message {
  const found: number[] = [];
  do {
    found.push(Number(value & 127n) | (value > 127n ? 128 : 0));
    value >>= 7n;
  } while (value > 0n);
  return Uint8Array.from(found);
}
