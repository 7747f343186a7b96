/** Runs before the first paint: the reader's chosen colours, the large mode for the room, and patience with early clicks. */
import { holdEarlySubmits } from "./early";
import { recall } from "./memory";

const root = document.documentElement;
root.classList.add("js");

const theme = recall("computer", "communique:theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
if (new URLSearchParams(location.search).get("mode") === "screen") root.dataset.mode = "screen";
holdEarlySubmits();
