/** The screen on the wall stays awake, and comes back by itself when its line was closed: nobody stands beside it. */
import { hear } from "../bus";

/** Milliseconds after which a screen whose line was closed is loaded anew. */
const RETURN = 30_000;

async function stayAwake(): Promise<void> {
  try {
    await navigator.wakeLock.request("screen");
  } catch {
    // Where the browser has none, or the battery is low, the screen's own settings hold.
  }
}

export function startBigScreen(): void {
  if (!document.documentElement.classList.contains("big-screen")) return;
  if ("wakeLock" in navigator) {
    void stayAwake();
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) void stayAwake();
    });
  }
  hear("closed", () => void setTimeout(() => location.reload(), RETURN));
}
