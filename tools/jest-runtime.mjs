// A module that knows nothing of Jest is loaded once in a worker, not once in every suite: docs/decisions/jest.md.
import { dirname, isAbsolute, resolve } from "node:path";
import Runtime from "jest-runtime";

/** The answers that nock holds ready are those of one suite. */
const APART = /[\\/]node_modules[\\/](?:nock|@mswjs)[\\/]/;
const DIRECT = /^(?:@jest\/globals|nock)$/;

/** What the suites so far have loaded, as Jest's registries hold it: ECMAScript modules and CommonJS ones. */
const modules = new Map();
const required = new Map();
/** Files of both. */
const kept = new Set();
const sourceMaps = new Map();

let current;

export default class SharingRuntime extends Runtime {
  constructor(...options) {
    super(...options);
    const { watch, watchAll } = options.at(-1);
    // A process that watches outlives the files it has read.
    this.sharing = !watch && !watchAll;
    if (!this.sharing) return;
    current = this;
    this.transformCache.sourceMaps = sourceMaps;
    copy(modules, this.registries.esModuleRegistry);
    copy(required, this.registries.moduleRegistry);
    this.#passOn();
  }

  /** What a kept module loads later on is loaded for the suite that runs then. */
  #passOn() {
    const { esmLoader } = this;
    const { dynamicImport, dynamicImportFromCjs } = esmLoader;
    esmLoader.dynamicImport = (specifier, module, ...rest) =>
      this.#isOver(module.identifier)
        ? current.esmLoader.dynamicImport(specifier, module, ...rest)
        : dynamicImport.call(esmLoader, specifier, module, ...rest);
    esmLoader.dynamicImportFromCjs = (specifier, from, ...rest) =>
      this.#isOver(from)
        ? current.esmLoader.dynamicImportFromCjs(specifier, from, ...rest)
        : dynamicImportFromCjs.call(esmLoader, specifier, from, ...rest);
  }

  requireModuleOrMock(from, name) {
    return this.#isOver(from)
      ? current.requireModuleOrMock(from, name)
      : super.requireModuleOrMock(from, name);
  }

  #isOver(from) {
    return this !== current && kept.has(from);
  }

  teardown() {
    if (this.sharing) this.#keep();
    super.teardown();
  }

  #keep() {
    const { esModuleRegistry, moduleRegistry } = this.registries;
    const fresh = [...esModuleRegistry].filter(([key, module]) => !modules.has(key) && isFile(module));
    const apart = reaching(fresh.map(([, module]) => module));
    for (const [key, module] of fresh) {
      if (apart.has(module.identifier)) continue;
      modules.set(key, module);
      kept.add(module.identifier);
    }
    for (const [path, module] of moduleRegistry) {
      if (!module.loaded || APART.test(path)) continue;
      required.set(path, module);
      kept.add(path);
    }
  }
}

/** Not a module of Node's, and not the promise of one. */
function isFile({ identifier, status }) {
  return status === "evaluated" && isAbsolute(identifier);
}

/** The files among those of modules that import Jest or what is kept apart, themselves or through others. */
function reaching(modules) {
  const files = new Set(modules.map(({ identifier }) => identifier).filter((file) => APART.test(file)));
  const imports = (module) =>
    module.dependencySpecifiers?.some((name) =>
      name.startsWith(".") ? files.has(resolve(dirname(module.identifier), name)) : DIRECT.test(name),
    );
  for (let before = -1; before < files.size; ) {
    before = files.size;
    for (const module of modules) if (imports(module)) files.add(module.identifier);
  }
  return files;
}

function copy(from, to) {
  for (const [key, value] of from) to.set(key, value);
}
