import { AwkProblem } from './syntax.ts';

/** What an order of two values says of a comparison. */
export const comparisons: Readonly<Record<string, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '==': (order) => order === 0,
  '!=': (order) => order !== 0,
  '>=': (order) => order >= 0,
  '>': (order) => order > 0,
};

/** Functions of one number. */
export const mathematics: Readonly<Record<string, (value: number) => number>> = {
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
};

/** Throws an AwkProblem where 0 would divide. */
export function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
    case '%':
      if (b === 0) throw new AwkProblem(operator === '/' ? 'division by zero' : 'division by zero in %');
      return operator === '/' ? a / b : a % b;
    default:
      return a ** b;
  }
}
