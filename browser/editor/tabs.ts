/**
 * Which tabs of this browser are alive. Each holds a lock under its client's id for as long as it lives; where there are
 * no locks (a page over plain HTTP) it leaves the time beside its id every few seconds.
 */
import { keep, recall } from "../memory";

const BEAT = 4_000;
const DEAD_AFTER = 15_000;

const nameOf = (client: string): string => `communique:client:${client}`;
const hasLocks = (): boolean => typeof navigator !== "undefined" && "locks" in navigator;

/** Says for as long as this tab lives that its client is in good hands. */
export function markAlive(client: string): void {
  if (hasLocks()) {
    void navigator.locks.request(nameOf(client), () => new Promise<never>(() => undefined));
    return;
  }
  const beat = (): void => void keep("computer", nameOf(client), String(Date.now()));
  beat();
  setInterval(beat, BEAT);
  addEventListener("pagehide", () => keep("computer", nameOf(client), null));
  addEventListener("pageshow", beat);
}

/**
 * Takes the place of a client whose tab is gone, so that no other tab does the same. Returns what gives it back, or null
 * when its tab lives or another one has taken it.
 */
export function claim(client: string): Promise<(() => void) | null> {
  if (!hasLocks()) return Promise.resolve(claimByTime(client));
  return new Promise((resolve) => {
    void navigator.locks.request(nameOf(client), { ifAvailable: true }, (lock) => {
      if (lock === null) return resolve(null);
      return new Promise<void>((release) => resolve(release));
    });
  });
}

function claimByTime(client: string): (() => void) | null {
  const seen = Number(recall("computer", nameOf(client)));
  if (Date.now() - seen < DEAD_AFTER) return null;
  keep("computer", nameOf(client), String(Date.now()));
  return () => keep("computer", nameOf(client), null);
}
