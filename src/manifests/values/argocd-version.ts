// Argo CD's version, as the configuration has it → whether it has a feature. Never throws.

/** Whether `version` ("3.0", "v2.14.15") is `minimum` ("3.1") or later; one that is no version is older than all. */
export function isAtLeast(version: string, minimum: `${number}.${number}`): boolean {
  const [major, minor] = numbers(version);
  const [wantedMajor, wantedMinor] = numbers(minimum);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

function numbers(version: string): [number, number] {
  const [, major, minor] = /^v?(\d{1,9})\.(\d{1,9})/.exec(version) ?? [];
  return [Number(major ?? -1), Number(minor ?? -1)];
}
