import { expect, test } from 'vitest';
import { parseQuantity } from '../../../api/quantity.ts';
import { CelError, CelQuantity, compileCel, type CelMap } from './cel.ts';

const variables: CelMap = {
  device: {
    driver: 'gpu.example.com',
    capacity: { 'gpu.example.com': { memory: new CelQuantity(parseQuantity('4Gi')) } },
    attributes: { 'gpu.example.com': { model: 'large', cores: 8, shared: false } },
  },
};

test.each<[string, boolean | string | number]>([
  ['device.driver == "gpu.example.com"', true],
  ["device.driver == 'other'", false],
  ['device.attributes["gpu.example.com"].model == "large"', true],
  ['device.attributes["gpu.example.com"].cores >= 8 && !device.attributes["gpu.example.com"].shared', true],
  ['device.attributes["gpu.example.com"].cores < 8 || device.driver != "x"', true],
  ['"gpu.example.com" in device.attributes', true],
  ['device.attributes["gpu.example.com"].model in ["small", "large"]', true],
  ['!("x" in device.attributes) && (true || false)', true],
  ['device.capacity["gpu.example.com"].memory.compareTo(quantity("4096Mi")) == 0', true],
  ['device.capacity["gpu.example.com"].memory.compareTo(quantity("3Gi")) >= 1', true],
  ['device.capacity["gpu.example.com"].memory.isLessThan(quantity("4Gi"))', false],
  ['quantity("1").isGreaterThan(quantity("999m"))', true],
  ['device.attributes["gpu.example.com"].colour == "red" || device.driver == "gpu.example.com"', true],
  ['device.attributes["gpu.example.com"].colour == "red" && device.driver == "x"', false],
])('%s', (expression, expected) => {
  expect(compileCel(expression)(variables)).toBe(expected);
});

test.each([
  ['device.attributes["gpu.example.com"].colour == "red"', 'no such key: colour'],
  ['device.driver < 3', 'no such overload'],
  ['device.attributes["gpu.example.com"].colour == "red" || false', 'no such key: colour'],
  ['device.driver && true', 'no such overload'],
  ['device.driver.compareTo(quantity("1")) == 0', 'no such overload'],
  ['quantity("many").isLessThan(quantity("1"))', 'quantities must match the regular expression'],
  ['nothing == 1', 'no such key: nothing'],
  ['"__proto__" in device && device.__proto__ == null', undefined],
])('%s fails when it is evaluated', (expression, message) => {
  const evaluate = compileCel(expression);
  if (message === undefined) expect(evaluate(variables)).toBe(false);
  else expect(() => evaluate(variables)).toThrow(message);
});

test.each(['', '1 +', 'a ==', '(a', 'a)', 'size(device)', 'device.matches("x")', '"open', '('.repeat(200)])(
  '%j cannot be read',
  (expression) => {
    expect(() => compileCel(expression)).toThrow(CelError);
  },
);
