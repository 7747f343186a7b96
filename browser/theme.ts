/** Runs before the first paint: the reader's chosen colours, and the large mode for the screen in the room. */
import { recall } from "./memory";

const root = document.documentElement;
root.classList.add("js");

const theme = recall("computer", "communique:theme");
if (theme === "light" || theme === "dark") root.dataset.theme = theme;
if (new URLSearchParams(location.search).get("mode") === "screen") root.dataset.mode = "screen";
