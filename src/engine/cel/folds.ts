/** What macros walk over, and what they gather. Models the macros' expansions in cel-go (v0.26). */
import type { Fold } from './ast.ts';
import {
  CelError,
  CelList,
  CelMap,
  noSuchOverload,
  typeOf,
  ValueList,
  ValueMap,
  type CelValue,
} from './values.ts';

export function asBoolean(value: CelValue): boolean {
  if (typeof value !== 'boolean') throw new CelError(noSuchOverload);
  return value;
}

/** What a macro walks over: elements, keys, or with two variables index or key and value. */
export function* elements(over: CelValue, pairs: boolean): Generator<readonly [CelValue, CelValue]> {
  if (over instanceof CelList) {
    let index = 0n;
    for (const item of over) yield pairs ? [index++, item] : [item, null];
  } else if (over instanceof CelMap) {
    for (const key of over.keys()) yield [key, pairs ? (over.get(key) as CelValue) : null];
  } else throw new CelError(`got '${goTypeName(over)}', expected iterable type`);
}

function goTypeName(value: CelValue): string {
  const { name } = typeOf(value);
  return `types.${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

/** Gathers what a macro finds. */
interface Folder {
  /** Takes one element; answers whether no other is needed. */
  take(run: () => CelValue, key: CelValue): boolean;
  result(): CelValue;
}

/** `all` and `exists`: the first that decides, or the first error if none does. */
function quantifier(deciding: boolean): () => Folder {
  return () => {
    let failure: CelError | undefined;
    let decided = false;
    return {
      take(run) {
        try {
          decided = asBoolean(run()) === deciding;
        } catch (error) {
          if (!(error instanceof CelError)) throw error;
          failure ??= error;
        }
        return decided;
      },
      result() {
        if (!decided && failure !== undefined) throw failure;
        return decided ? deciding : !deciding;
      },
    };
  };
}

export const folders: Readonly<Record<Fold, () => Folder>> = {
  all: quantifier(false),
  exists: quantifier(true),
  existsOne() {
    let count = 0;
    return {
      take(run) {
        if (asBoolean(run())) count++;
        return false;
      },
      result: () => count === 1,
    };
  },
  list() {
    const items: CelValue[] = [];
    return {
      take(run) {
        items.push(run());
        return false;
      },
      result: () => new ValueList(items),
    };
  },
  map() {
    const map = new ValueMap();
    return {
      take(run, key) {
        map.set(key, run());
        return false;
      },
      result: () => map,
    };
  },
  mapEntries() {
    const map = new ValueMap();
    return {
      take(run) {
        const entries = run();
        if (!(entries instanceof CelMap)) throw new CelError(noSuchOverload);
        for (const key of entries.keys()) {
          if (map.get(key) !== undefined)
            throw new CelError(`insert failed: key ${String(key)} already exists`);
          map.set(key, entries.get(key) as CelValue);
        }
        return false;
      },
      result: () => map,
    };
  },
};
