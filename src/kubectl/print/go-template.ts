import { decodeBase64Text, goQuote } from '../../engine/index.ts';
import { sprintf } from '../go/sprintf.ts';
import { sortedKeys } from '../go/sort.ts';
import { goValue, isMap } from '../go/values.ts';
import {
  parseGoTemplate,
  TemplateError,
  type Operand,
  type Pipe,
  type TemplateNode,
} from './go-template-parser.ts';

/** A Go template over decoded JSON. Models cli-runtime/pkg/printers.GoTemplatePrinter (v1.36). */
export class GoTemplate {
  private readonly nodes: readonly TemplateNode[];

  /** Throws `TemplateError`. */
  constructor(text: string) {
    this.nodes = parseGoTemplate(text);
  }

  /** The template filled in. Throws `TemplateError`. */
  execute(data: unknown): string {
    const chunks: string[] = [];
    new Execution(chunks, data).nodes(this.nodes, data);
    return chunks.join('');
  }
}

class LoopJump extends Error {
  readonly kind: 'break' | 'continue';

  constructor(kind: 'break' | 'continue') {
    super(kind);
    this.kind = kind;
  }
}

class Execution {
  private readonly chunks: string[];
  private scope: Map<string, unknown>[];

  constructor(chunks: string[], data: unknown) {
    this.chunks = chunks;
    this.scope = [new Map([['$', data]])];
  }

  nodes(nodes: readonly TemplateNode[], dot: unknown): void {
    for (const node of nodes) this.node(node, dot);
  }

  private node(node: TemplateNode, dot: unknown): void {
    switch (node.type) {
      case 'text':
        this.chunks.push(node.text);
        return;
      case 'pipe': {
        const value = this.pipe(node.pipe, dot);
        if (node.pipe.variables.length === 0) this.chunks.push(printed(value));
        return;
      }
      case 'break':
      case 'continue':
        throw new LoopJump(node.type);
      default:
        this.scope.push(new Map());
        this.control(node, dot);
        this.scope.pop();
    }
  }

  private control(node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>, dot: unknown): void {
    const value = node.type === 'range' ? this.pipeValue(node.pipe, dot) : this.pipe(node.pipe, dot);
    if (node.type === 'range') {
      this.range(node, value, dot);
    } else if (isTrue(value)) {
      this.nodes(node.body, node.type === 'with' ? value : dot);
    } else {
      this.nodes(node.otherwise, dot);
    }
  }

  private range(
    node: Extract<TemplateNode, { type: 'if' | 'with' | 'range' }>,
    value: unknown,
    dot: unknown,
  ): void {
    const entries: [unknown, unknown][] = Array.isArray(value)
      ? value.map((item, index) => [index, item])
      : isMap(value)
        ? sortedKeys(value).map((key) => [key, value[key]])
        : [];
    if (entries.length === 0) return this.nodes(node.otherwise, dot);
    for (const [key, item] of entries) {
      const { variables } = node.pipe;
      const frame = this.scope.at(-1) as Map<string, unknown>;
      if (variables.length === 1) frame.set(variables[0] as string, item);
      if (variables.length === 2) frame.set(variables[0] as string, key).set(variables[1] as string, item);
      try {
        this.nodes(node.body, item);
      } catch (jump) {
        if (!(jump instanceof LoopJump)) throw jump;
        if (jump.kind === 'break') return;
      }
    }
  }

  private pipe(pipe: Pipe, dot: unknown): unknown {
    const value = this.pipeValue(pipe, dot);
    for (const name of pipe.variables) {
      const frame = pipe.assigns ? this.scope.findLast((each) => each.has(name)) : this.scope.at(-1);
      frame?.set(name, value);
    }
    return value;
  }

  private pipeValue(pipe: Pipe, dot: unknown): unknown {
    let value: unknown;
    for (const [index, command] of pipe.commands.entries()) {
      value = this.command(command, dot, index === 0 ? [] : [value]);
    }
    return value;
  }

  private command(command: readonly Operand[], dot: unknown, piped: unknown[]): unknown {
    const [first, ...rest] = command as [Operand, ...Operand[]];
    if (first.type !== 'function') {
      if (rest.length > 0 || piped.length > 0) {
        throw new TemplateError(`can't give argument to non-function ${operandText(first)}`);
      }
      return this.operand(first, dot);
    }
    const run = functions[first.name];
    if (run === undefined) throw new TemplateError(`function ${goQuote(first.name)} not defined`);
    return run([...rest.map((operand) => this.operand(operand, dot)), ...piped]);
  }

  private operand(operand: Operand, dot: unknown): unknown {
    switch (operand.type) {
      case 'literal':
        return operand.value;
      case 'variable': {
        const frame = this.scope.findLast((each) => each.has(operand.name));
        if (frame === undefined) throw new TemplateError(`undefined variable ${goQuote(operand.name)}`);
        return frame.get(operand.name);
      }
      case 'pipe':
        return this.pipeValue(operand.pipe, dot);
      case 'function':
        return this.command([operand], dot, []);
      case 'field': {
        let value = operand.base === 'dot' ? dot : this.operand(operand.base, dot);
        for (const name of operand.path) value = member(value, name);
        return value;
      }
    }
  }
}

function member(value: unknown, name: string): unknown {
  if (value === undefined || value === null) return undefined;
  if (!isMap(value)) throw new TemplateError(`can't evaluate field ${name} in type interface {}`);
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function printed(value: unknown): string {
  return value === undefined || value === null ? '<no value>' : goValue(value);
}

function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (isMap(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '' && value !== 0 && value !== false;
}

function operandText(operand: Operand): string {
  return operand.type === 'field' ? `.${operand.path.join('.')}` : operand.type;
}

type TemplateFunction = (args: unknown[]) => unknown;

const functions: Readonly<Record<string, TemplateFunction>> = {
  and: (args) => args.find((arg) => !isTrue(arg)) ?? args.at(-1),
  or: (args) => args.find(isTrue) ?? args.at(-1),
  not: ([arg]) => !isTrue(arg),
  len: ([arg]) => {
    if (typeof arg === 'string' || Array.isArray(arg)) return arg.length;
    if (isMap(arg)) return Object.keys(arg).length;
    throw new TemplateError('error calling len: len of nil pointer');
  },
  index: ([value, ...keys]) => keys.reduce(indexed, value),
  slice: ([value, from, to]) => (value as string | unknown[]).slice(from as number, to as number),
  print: (args) => args.map(goValue).join(''),
  println: (args) => `${args.map(goValue).join(' ')}\n`,
  printf: ([format, ...args]) => sprintf(String(format), args),
  eq: ([first, ...rest]) => rest.some((arg) => arg === first),
  ne: ([a, b]) => a !== b,
  lt: ([a, b]) => (a as number) < (b as number),
  le: ([a, b]) => (a as number) <= (b as number),
  gt: ([a, b]) => (a as number) > (b as number),
  ge: ([a, b]) => (a as number) >= (b as number),
  html: (args) =>
    args
      .map(goValue)
      .join('')
      .replace(/[<>&'"]/g, (char) => htmlEscapes[char] ?? char),
  urlquery: (args) => encodeURIComponent(args.map(goValue).join('')),
  exists: ([value, ...keys]) => {
    try {
      return keys.reduce(indexed, value) !== undefined;
    } catch {
      return false;
    }
  },
  base64decode: ([text]) => decodeBase64Text(String(text)),
};

const htmlEscapes: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  "'": '&#39;',
  '"': '&#34;',
};

function indexed(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) {
    const index = Number(key);
    if (index < 0 || index >= value.length) {
      throw new TemplateError(`error calling index: index out of range: ${index}`);
    }
    return value[index] as unknown;
  }
  return member(value, String(key));
}
