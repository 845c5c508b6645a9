// What is kept between jobs, by object id and apart for each installation. Objects never change under their id.
import type { PathHistory } from "../../model/history.ts";
import type { BlobText } from "../../model/snapshot.ts";
import { createLru, type Lru } from "./lru.ts";
import type { ListedTree } from "./trees/tree.ts";

/** One installation's objects. Nothing of it is ever seen by another installation. */
export type Store = {
  readonly blobs: Lru<BlobText>;
  readonly trees: Lru<ListedTree>;
  /** By the commit that the walk began at, the branch and the path. */
  readonly histories: Lru<PathHistory>;
};

/** Installation id → its store. */
export type Stores = (installation: number) => Store;

/** For one installation: UTF-16 units of text, entries of trees, revisions of paths. And installations. */
const BUDGETS = { text: 64_000_000, entries: 400_000, revisions: 100_000, installations: 20 };

export function createStores(budgets = BUDGETS): Stores {
  const stores = createLru<Store>(budgets.installations, () => 1);
  return (installation) => {
    const store = stores.get(String(installation)) ?? {
      blobs: createLru<BlobText>(
        budgets.text,
        (blob) => 100 + ("text" in blob ? blob.text.length : (blob.bytes?.length ?? 0)),
      ),
      trees: createLru<ListedTree>(budgets.entries, (tree) => 1 + tree.files.size),
      histories: createLru<PathHistory>(budgets.revisions, ({ revisions }) => 1 + revisions.length),
    };
    stores.set(String(installation), store);
    return store;
  };
}
