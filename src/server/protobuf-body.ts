import { decodeProtobuf, failure, WireError } from '../engine/index.ts';

const protobufType = 'application/vnd.kubernetes.protobuf';

/**
 * The JSON of a body that kubectl wrote as protobuf; undefined for bodies of other types. Throws a
 * StatusError 400 for what is none.
 */
export function jsonFromProtobuf(contentType: string | undefined, bytes: Uint8Array): string | undefined {
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== protobufType) return undefined;
  try {
    return JSON.stringify(decodeProtobuf(bytes));
  } catch (error) {
    if (error instanceof WireError) throw failure(400, 'BadRequest', error.message);
    throw error;
  }
}
