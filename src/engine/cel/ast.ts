/** What the parser makes of an expression. Models cel-go/common/ast (v0.26). */
import type { CelType } from './types.ts';
import type { CelValue } from './values.ts';
import type { Overload } from './functions.ts';

/** Offset of a node in the expression, in UTF-16 units. */
interface Placed {
  readonly at: number;
}

interface LiteralNode extends Placed {
  readonly is: 'literal';
  readonly value: CelValue;
  readonly type: CelType;
}

interface IdentNode extends Placed {
  readonly is: 'ident';
  readonly name: string;
}

export interface SelectNode extends Placed {
  readonly is: 'select';
  readonly operand: CelNode;
  readonly field: string;
  /** `has(a.b)`: asks whether there is such a field. */
  readonly testOnly?: boolean;
  /** `a.?b`. */
  readonly optional?: boolean;
  /** The variable or type that the whole path names; set by the checker. */
  qualified?: string;
}

export interface CallNode extends Placed {
  readonly is: 'call';
  /** `_+_`, `size`, `optional.of`. */
  name: string;
  target?: CelNode;
  readonly args: readonly CelNode[];
  /** The overloads that may be meant; set by the checker. */
  overloads?: readonly Overload[];
}

export interface ListNode extends Placed {
  readonly is: 'list';
  readonly items: readonly { readonly value: CelNode; readonly optional: boolean }[];
}

export interface MapEntryNode {
  readonly key: CelNode;
  readonly value: CelNode;
  readonly optional: boolean;
}

export interface MapNode extends Placed {
  readonly is: 'map';
  readonly entries: readonly MapEntryNode[];
}

export interface StructNode extends Placed {
  readonly is: 'struct';
  readonly name: string;
  readonly fields: readonly {
    readonly name: string;
    readonly value: CelNode;
    readonly optional: boolean;
    readonly at: number;
  }[];
  /** What the name stands for; set by the checker. */
  type?: CelType;
}

/** How a macro walks a list or map. */
export type Fold = 'all' | 'exists' | 'existsOne' | 'list' | 'map' | 'mapEntries';

/** A walk over a list or a map: `range.all(x, body)`. */
export interface FoldNode extends Placed {
  readonly is: 'fold';
  readonly fold: Fold;
  readonly range: CelNode;
  readonly variables: readonly string[];
  /** Which elements take part; all where absent. */
  readonly filter?: CelNode;
  /** What becomes of each element that takes part; for `all` and `exists`, what is asked. */
  readonly body: CelNode;
}

/** `cel.bind` and the optional macros: a name for a value within an expression. */
export interface BindNode extends Placed {
  readonly is: 'bind';
  readonly variable: string;
  readonly value: CelNode;
  readonly body: CelNode;
  /** `optMap` (`some`) and `optFlatMap` (`as it is`): the body is for the value within, if there is one. */
  readonly through?: 'some' | 'as it is';
}

export type CelNode =
  LiteralNode | IdentNode | SelectNode | CallNode | ListNode | MapNode | StructNode | FoldNode | BindNode;
