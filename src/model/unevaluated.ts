// Why a plan leaves something out, by topic: the words of each reason, and the sentence that README has for the topic.

export const FILE = {
  binary: "is no UTF-8 text",
  blobTooLarge: "is larger than 2 MiB",
  missing: "cannot be read",
  lfs: "is stored in Git LFS, which is not fetched",
  textTooLong: (most: number) => `the file is longer than ${most} characters and was not read`,
  tooDeep: (most: number) => `it is nested deeper than ${most} levels`,
  tooManyParts: "it holds more parts than are read of one document",
  parser: "the parser gave up on it",
  indented: (message: string) => `its lines are indented less than expected, so it was not read: ${message}`,
  lineBreak: "a line break other than a line feed, which parsers disagree about",
  blankLines: "lines of blanks end a block scalar, which parsers disagree about",
  tag: (tag: string) => `Kubernetes ignores the tag ${tag}; other readers may not`,
  rest: "Argo CD does not read what follows the line `...`",
  placeholder: (placeholder: string) => `the placeholder ${placeholder} is not filled in`,
  placeholderIn: (field: string, value: string, kind: string) =>
    `the ${field} ${value} of this ${kind} has a placeholder that is not filled in`,
};

export const DIRECTORY = {
  jsonnet: "Jsonnet is not evaluated",
  link: "a symbolic link that leads in a circle or cannot be read",
  plugin: "a config management plugin renders it",
};

export const KUSTOMIZE = {
  off: "Kustomize is not rendered",
  noMap: "its kustomization cannot be read as one map",
  option: (name: string) => `option kustomize.${name} is not reproduced`,
  version: (version: string) => `kustomize.version ${version} is not the one that renders here (v5.6.0)`,
  ambiguous: (path: string, one: string, other: string) =>
    `${path} has the keys ${one} and ${other}, which Kustomize takes for the same field`,
  variable: (option: string, variable: string) =>
    `${option} depends on ${variable}, which only the merged commit tells`,
  buildOption: (option: string) => `Argo CD's kustomize.buildOptions ${option} is not reproduced`,
  severalBuildOptions: (paths: string) => `Git has several kustomize.buildOptions: ${paths}`,
  remote: (entry: string) => `remote reference ${entry} is not fetched`,
  outside: (entry: string) => `${entry} leads out of the repository`,
  helm: (field: string) => `${field} in a kustomization needs Helm and the network`,
  unrestricted: (field: string) => `${field} of a kustomization are not run without load restrictions`,
  program: (path: string, mark: string) =>
    `${path} asks for a plugin or function (${mark}), which is not run`,
  failed: (message: string) => `Kustomize failed: ${message}`,
  nothing: "Kustomize printed nothing although there are resources",
};

export const HELM = {
  off: "Helm is not rendered",
  option: (name: string) => `option helm.${name} is not reproduced`,
  version: "helm.version is not v3",
  number: "its valuesObject holds a number that cannot be written exactly",
  parameter: (name: string, variable: string) =>
    `parameter ${name} depends on ${variable}, which only the merged commit tells`,
  valuesVariable: (entry: string, variable: string) =>
    `value file ${entry} depends on ${variable}, which only the merged commit tells`,
  valuesElsewhere: (entry: string) => `value file ${entry} is in another repository or revision`,
  valuesRemote: (entry: string) => `value file ${entry} is not fetched`,
  valuesOutside: (entry: string) => `value file ${entry} leads out of the repository`,
  valuesLink: (entry: string) => `value file ${entry} leads through a symbolic link, which is not followed`,
  valuesSubmodule: (entry: string) => `value file ${entry} is content of a Git submodule`,
  dependency: (chart: string, from: string) => `chart dependency ${chart} from ${from} is not vendored`,
  random: "the chart renders otherwise each time (random values, certificates or the time)",
  kubeVersion: "the chart depends on its destination's Kubernetes version, which Git does not tell",
  apis: (apis: string) => `the chart depends on whether the destination has ${apis}, which Git does not tell`,
  failed: (message: string) => `Helm failed: ${message}`,
  nothing: "Helm printed nothing although the chart has templates",
};

export const RENDERER = {
  absent: (tool: string) => `${tool} is not installed`,
  isolation: (tool: string, why: string) => `${tool} is not run: ${why}`,
  kubectl: "its kustomize options need kustomize itself, not kubectl",
  stopped: (tool: string, why: string) => `${tool} did not finish: ${why}`,
  elsewhere: (why: string) => `the renderer did not answer: ${why}`,
  tooLarge: (most: number) => `its files exceed the ${most} bytes that the renderer takes`,
  layout: "a path of its files cannot be laid out",
  files: (tool: string, code: string) => `${tool} could not be given its files (${code})`,
};

export const SOURCE = {
  submodule: "content of a Git submodule",
  hydrated: (branch: string) =>
    `the Source Hydrator renders its dry source and commits that to ${branch === "" ? "another branch" : `branch ${branch}`}, from where it is synced; what it renders is not evaluated`,
  unlisted: (text: string) => `${text} depends on a cluster that Git does not list`,
  unlistedPath: (path: string) =>
    `its path ${path} depends on a cluster that Git does not list, and no directory is there for any`,
  unlistedDirectories: (path: string, directories: string) =>
    `its path ${path} depends on a cluster that Git does not list; these directories fit, if clusters are registered for them: ${directories}`,
  link: "its path leads through a symbolic link, which is not followed",
  oddFile: (path: string, kind: string) => `${path} is ${kind}, which is not followed`,
  tooManyFiles: (most: number) => `the source has more than ${most} files`,
  tooManyCharacters: (most: number) => `the source has more than ${most} characters`,
  override: (path: string) => `${path} changes how its files are read, which is not applied`,
  overrideLink: (path: string) => `${path} is a symbolic link, which is not followed`,
  overrideNoMap: (path: string) => `${path} cannot be read as one map`,
};

export const ELSEWHERE = {
  chartOf: (chart: string, version: string, repository: string) =>
    `chart ${chart} ${version} from ${repository}`,
  repository: (address: string) => `another repository, ${address}`,
  revision: (revision: string) => `revision ${revision}, which this merge does not move`,
  source: (what: string) => `its source is ${what}`,
  chart: (chart: string) => `Helm ${chart} is not fetched`,
  destination: (destination: string) =>
    `its destination ${destination} is a placeholder that nothing fills in`,
  repositories: (repositories: string) =>
    `no Application of this repository delivers it; those of ${repositories} are not read`,
  root: "the configuration names it as a root, and no file of either side declares it",
  broken: (message: string) => `no Application delivers it, and it cannot be read: ${message}`,
};

export const UNINSTALLED = {
  kustomization: (directory: string) => `no Application builds the kustomization in ${directory}`,
  unbuilt: (directory: string, why: string) =>
    `no Application builds the kustomization in ${directory}, and it cannot be built here: ${why}`,
  declaredUnbuilt: (directory: string) =>
    `an Application may read it that the kustomization in ${directory} makes, which no Application builds and which cannot be built here`,
  chart: (directory: string) => `no Application installs the chart in ${directory}`,
  values: "no Application names these values, and a chart may be installed with them",
  submodule: "it is a Git submodule, which is not fetched, and no Application names its place",
  template: "it is a template that nothing in Git fills in",
  declared: (path: string) =>
    `an Application that ${path} declares may read it, and Git does not show what delivers that one`,
  declaredIn: (what: string, why: string) => `an Application that ${what} declares may read it; ${why}`,
};

export const SETS = {
  all: "the Applications of this ApplicationSet are not generated",
  refused: (why: string) => `the Applications of this ApplicationSet are not generated: ${why}`,
  generator: (why: string, population: string, effect: string) =>
    `the Applications of this ApplicationSet are not generated: ${why}; the Application for ${population} ${effect}`,
  someGenerator: (why: string, population: string, effect: string) =>
    `not all Applications of this ApplicationSet are generated: ${why}; the Application for ${population} ${effect}`,
  standIn: (why: string, clusters: string) =>
    `${why}: the Application for ${clusters} is planned once for all of them; which those are, and what else their names and labels decide, is not known`,
  ambiguous: (change: string) =>
    `whether ${change} is not known: a generator that Git does not answer may make the same on the other side`,
  owner: (applications: string) =>
    `whether this ApplicationSet owns ${applications} is not known, because another one generates the same: what it owns is deleted, and made anew by the other one`,
  expression: (expression: string) =>
    `the expression ${expression} in ignoreApplicationDifferences is not evaluated: what it names may not reach the Applications that exist`,
};

export const HISTORY = {
  notAsked: "its history was not looked up",
  tooMany: (files: string, most: number) =>
    `the history of ${files} was not looked up: one plan asks for ${most}`,
  trees: (most: number) => `one plan reads ${most} earlier trees`,
  before: (why: string) => `whether it existed before is not known: ${why}`,
  generated: (set: string, object: string) =>
    `whether it existed before is not looked up, because ApplicationSet ${set} generates it: ${object} may still run as it was left`,
  taken: (object: string) =>
    `whether the API took what the base declares for ${object} is not known: its history is not in this shallow clone`,
  unreadable: (why: string) => `no revision of it that can be read was found: ${why}`,
  unbuildable: (why: string) => `no earlier tree that can be built was found: ${why}`,
  since: (why: string) => `since when it cannot be built is not known: ${why}`,
  delivered: (sha: string, why: string) => `what it delivered before ${sha} is not known: ${why}`,
  deliveredElsewhere: (destination: string) => `it delivered to ${destination} then`,
};

export const PROJECT = {
  undeclared: (ref: string) => `AppProject ${ref} is not delivered from Git, so what it permits is not known`,
  doubt: (ref: string, doubt: string) => `AppProject ${ref}: ${doubt} is not known from Git`,
  signed: (ref: string) =>
    `AppProject ${ref} demands signed commits; whether they are signed is not evaluated`,
  accounts: (ref: string) =>
    `AppProject ${ref} changes the accounts that sync; what they may do is not evaluated`,
  kinds: (ref: string) =>
    `AppProject ${ref} changes the kinds it permits; which kinds these render is not known`,
};

export const SYNC = {
  ignored: (rule: string, object: string) =>
    `it ignores ${rule}: whether a sync brings the change of ${object} is not known from Git`,
};

export const LIVE = {
  undecided:
    "whether it is there after the merge is not known: that depends on a long chain of others that stay or go",
};

export const MERGE = { conflict: "conflicts with the base branch" };

/** A function fills in names. */
type Reasons = Readonly<Record<string, string | ((...names: never[]) => string)>>;

/** In the order of README. Why a generator is not evaluated is a fault that `src/delivery/applicationsets` throws. */
export const UNEVALUATED: readonly { readonly says: string; readonly reasons: Reasons }[] = [
  {
    says: "Files that are not text, are stored in Git LFS, hold unfilled placeholders, or exceed what is read of one file.",
    reasons: FILE,
  },
  { says: "Jsonnet and config management plugins.", reasons: DIRECTORY },
  {
    says: "Kustomize without its program (`npm run renderers`), with remote bases, plugins or options that are not reproduced.",
    reasons: KUSTOMIZE,
  },
  {
    says: "Helm without its program, with dependencies or value files that are not in the repository, and charts that render otherwise each time or for another cluster.",
    reasons: HELM,
  },
  {
    says: "What a renderer does not finish, and both renderers where they cannot be kept away from the machine.",
    reasons: RENDERER,
  },
  {
    says: "Git submodules, symbolic links on the way to a source or in a chart, what a Source Hydrator renders, and sources of more than 5000 files.",
    reasons: SOURCE,
  },
  {
    says: "Other repositories, charts from registries, and revisions that the merge does not feed.",
    reasons: ELSEWHERE,
  },
  {
    says: "ApplicationSets whose generators need the network or live state (`scmProvider`, `pullRequest`, `plugin`, `clusterDecisionResource`, clusters that Git does not register), or whose templates exceed what is supported.",
    reasons: SETS,
  },
  {
    says: "Charts, kustomizations, values and submodules that no known Application reads, templates that nothing in Git fills in, and what an Application that is not followed may read.",
    reasons: UNINSTALLED,
  },
  {
    says: "AppProjects that Git does not declare; signatures and accounts that a project demands.",
    reasons: PROJECT,
  },
  { says: "History that a shallow clone does not have, or beyond what one plan reads.", reasons: HISTORY },
  { says: "Fields that an Application ignores by rules that only the cluster can answer.", reasons: SYNC },
  {
    says: "What stays after the merge where that depends on a long chain of others that stay or go.",
    reasons: LIVE,
  },
  { says: "Files that conflict with the base branch.", reasons: MERGE },
];
