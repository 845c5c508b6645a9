// Functions on numbers.
import { TemplateFault } from "../go-template-parser.ts";
import { type GoValue, Long } from "../go-value.ts";
import { exactly, type Functions, type GoFunction, int, int64, texts } from "./arguments.ts";

const fold = (of: (a: bigint, b: bigint) => bigint): GoFunction => {
  return (args) => {
    if (args.length === 0) throw new TemplateFault("a number is expected");
    return new Long(args.map(int64).reduce(of));
  };
};
const max = fold((a, b) => (b > a ? b : a));

/** (sprig functions.go, numeric.go). Results are int64 but for `int` and `atoi`, and for rounding, which gives floats. */
export const NUMBERS: Functions = {
  add: (args) => new Long(args.map(int64).reduce((a, b) => a + b, 0n)),
  add1: exactly(1, ([value]) => new Long(int64(value) + 1n)),
  sub: exactly(2, ([a, b]) => new Long(int64(a) - int64(b))),
  mul: fold((a, b) => BigInt.asIntN(64, a * b)),
  div: exactly(2, ([a, b]) => new Long(int64(a) / divisor(b))),
  mod: exactly(2, ([a, b]) => new Long(int64(a) % divisor(b))),
  max,
  biggest: max,
  min: fold((a, b) => (b < a ? b : a)),
  int: exactly(1, ([value]) => int64(value)),
  int64: exactly(1, ([value]) => new Long(int64(value))),
  atoi: texts(1, (value) => {
    if (!/^[+-]?[0-9]{1,18}$/.test(value)) return 0n;
    return BigInt(value.startsWith("+") ? value.slice(1) : value);
  }),
  float64: exactly(1, ([value]) => float(value)),
  floor: exactly(1, ([value]) => Math.floor(float(value))),
  ceil: exactly(1, ([value]) => Math.ceil(float(value))),
  round: exactly(2, ([value, places]) => {
    const [number, power] = [float(value), 10 ** int(places)];
    if (number < 0 || number * power > 2 ** 52)
      throw new TemplateFault("round of such a number is not supported");
    return Math.floor(number * power + 0.5) / power;
  }),
};

function divisor(value: GoValue): bigint {
  const number = int64(value);
  if (number === 0n) throw new TemplateFault("a division by zero");
  return number;
}

function float(value: GoValue): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" && /^-?[0-9]{1,15}(?:\.[0-9]{1,15})?$/.test(value)) return Number(value);
  return Number(int64(value));
}
