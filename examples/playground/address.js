// The page's address keeps all that is set, but no table of the user's: what he pastes stays here.
import { fromAddress, toAddress } from "./settings.js";

export class Address {
  // start(settings): another address was given, in the same page
  constructor(state, start) {
    Object.assign(this, { state, kept: location.hash.slice(1), waiting: null });
    state.when(["settings"], () => this.keep());
    addEventListener("hashchange", () => {
      this.kept = location.hash.slice(1);
      if (this.kept !== toAddress(state.settings)) start(fromAddress(this.kept));
    });
  }

  put() {
    if (location.hash.slice(1) !== this.kept) return; // it was given another, of which hashchange will tell
    const kept = toAddress(this.state.settings);
    if (kept === this.kept) return;
    history.replaceState(null, "", `#${kept}`);
    this.kept = location.hash.slice(1);
  }

  keep() {
    // at once, but not often, which browsers do not like
    if (this.waiting !== null) return;
    this.put();
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.put();
    }, 250);
  }

  async copy() {
    this.put();
    try {
      await navigator.clipboard.writeText(location.href);
      return true;
    } catch {
      // a page that is not allowed to
      return false;
    }
  }
}
