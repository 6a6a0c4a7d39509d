/** Bytes that are no protobuf message. */
export class WireError extends Error {
  override name = 'WireError';
}

/** One field as it stands on the wire: a number, or the bytes of whatever has a length. */
export interface WireField {
  readonly number: number;
  readonly value: bigint | Uint8Array;
}

/** The fields of a message, in the order in which they were sent. Throws a WireError. */
export function* wireFields(bytes: Uint8Array): Generator<WireField> {
  let offset = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[offset++];
      if (byte === undefined) throw new WireError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new WireError('proto: integer overflow');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - offset) throw new WireError('unexpected EOF');
    offset += length;
    return bytes.subarray(offset - length, offset);
  };
  const readers: Readonly<Record<number, () => bigint | Uint8Array>> = {
    0: varint,
    1: () => take(8),
    2: () => take(Number(varint())),
    5: () => take(4),
  };
  while (offset < bytes.length) {
    const tag = varint();
    const wireType = Number(tag & 7n);
    const read = readers[wireType];
    if (read === undefined) throw new WireError(`proto: illegal wireType ${wireType}`);
    yield { number: Number(tag >> 3n), value: read() };
  }
}
