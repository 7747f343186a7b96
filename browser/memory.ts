/** What this browser keeps, without failing where it keeps nothing (private windows, full disks). */
export type Area = "tab" | "computer";

const areaOf = (area: Area): Storage => (area === "tab" ? sessionStorage : localStorage);

export function recall(area: Area, key: string): string | null {
  try {
    return areaOf(area).getItem(key);
  } catch {
    return null;
  }
}

/** Keeps `value`, or forgets what was kept for null. Returns whether that worked. */
export function keep(area: Area, key: string, value: string | null): boolean {
  try {
    if (value === null) areaOf(area).removeItem(key);
    else areaOf(area).setItem(key, value);
    return true;
  } catch {
    return false;
  }
}

export function keysOf(area: Area, prefix: string): string[] {
  try {
    return Object.keys(areaOf(area)).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

/** A kept JSON value, or null when there is none or it can't be read. */
export function recallJson<T>(area: Area, key: string): T | null {
  const text = recall(area, key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
