// Functions on maps.
import { TemplateFault } from "../go-template-parser.ts";
import { asUnordered, type GoMap, type GoValue, isGoMap, isTrue } from "../go-value.ts";
import { type Args, anyMap, exactly, type Functions, type GoFunction, stringOf, text } from "./arguments.ts";

const mergeFirst: GoFunction = (args) => merged(args, false);
const mergeLast: GoFunction = (args) => merged(args, true);

/** (sprig dict.go). `set` and `unset` would change what other texts of the template read, so only own maps take them. */
export const MAPS: Functions = {
  dict: (args) => {
    const out: Record<string, GoValue> = {};
    for (let at = 0; at < args.length; at += 2)
      put(out, stringOf(args[at]), at + 1 < args.length ? args[at + 1] : "");
    return own(out);
  },
  get: exactly(2, ([map, key]) => {
    const all = anyMap(map);
    return Object.hasOwn(all, text(key)) ? all[text(key)] : "";
  }),
  hasKey: exactly(2, ([map, key]) => Object.hasOwn(anyMap(map), text(key))),
  set: exactly(3, ([map, key, value]) => {
    const target = ownMap(map);
    if (value === target) throw new TemplateFault("a map in itself is not supported");
    put(target, text(key), value);
    return target;
  }),
  unset: exactly(2, ([map, key]) => {
    const target = ownMap(map);
    delete target[text(key)];
    return target;
  }),
  keys: (args) => asUnordered(args.flatMap((map) => Object.keys(anyMap(map)))),
  values: exactly(1, ([map]) => asUnordered(Object.values(anyMap(map)))),
  pick: ([map, ...keys]) => own(filtered(anyMap(map), new Set(keys.map(text)), true)),
  omit: ([map, ...keys]) => own(filtered(anyMap(map), new Set(keys.map(text)), false)),
  pluck: ([key, ...maps]) =>
    maps.flatMap((map) => (Object.hasOwn(anyMap(map), text(key)) ? [anyMap(map)[text(key)]] : [])),
  dig,
  merge: mergeFirst,
  mustMerge: mergeFirst,
  mergeOverwrite: mergeLast,
  mustMergeOverwrite: mergeLast,
  deepCopy: exactly(1, ([value]) => copied(value)),
  mustDeepCopy: exactly(1, ([value]) => copied(value)),
};

const OWN = new WeakSet<object>();

function own(map: Record<string, GoValue>): GoMap {
  OWN.add(map);
  return map;
}

function ownMap(map: GoValue): Record<string, GoValue> {
  const found = anyMap(map);
  if (!OWN.has(found)) throw new TemplateFault("changing a map of the parameters is not supported");
  return found as Record<string, GoValue>;
}

/** A property of its own, whatever the key: `__proto__` is a key like others. */
function put(map: Record<string, GoValue>, key: string, value: GoValue): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function filtered(map: GoMap, keys: ReadonlySet<string>, keep: boolean): Record<string, GoValue> {
  return Object.fromEntries(Object.entries(map).filter(([key]) => keys.has(key) === keep));
}

function dig(args: Args): GoValue {
  if (args.length < 3) throw new TemplateFault("dig needs a key, a default and a map");
  let value: GoValue = args.at(-1);
  for (const key of args.slice(0, -2)) {
    const map = anyMap(value);
    if (!Object.hasOwn(map, text(key))) return args.at(-2);
    value = map[text(key)];
  }
  return value;
}

/** Into a copy of the first map, so that nothing else that holds it changes; `merge` to a variable's map is refused. */
function merged([target, ...sources]: Args, over: boolean): GoValue {
  const first = anyMap(target);
  if (!OWN.has(first)) throw new TemplateFault("merging into a map of the parameters is not supported");
  for (const source of sources) mergeInto(first as Record<string, GoValue>, anyMap(source), over);
  return first;
}

/** (dario.cat/mergo: what is empty is filled, and with overwrite whatever the source has and is not empty.) */
function mergeInto(target: Record<string, GoValue>, source: GoMap, over: boolean): void {
  for (const [key, value] of Object.entries(source)) {
    const before = Object.hasOwn(target, key) ? target[key] : undefined;
    if (before === undefined) put(target, key, copied(value));
    else if (isGoMap(before) && isGoMap(value)) {
      const inner = copied(before) as Record<string, GoValue>;
      mergeInto(inner, value, over);
      put(target, key, inner);
    } else if (isGoMap(before) || isGoMap(value) || Array.isArray(before) || Array.isArray(value))
      throw new TemplateFault("merging lists or values of different types is not supported");
    else if (over ? isTrue(value) : !isTrue(before)) put(target, key, value);
  }
}

function copied(value: GoValue): GoValue {
  if (Array.isArray(value)) return value.map((entry: GoValue) => copied(entry));
  if (!isGoMap(value)) return value;
  return own(Object.fromEntries(Object.entries(value).map(([key, child]) => [key, copied(child)])));
}
