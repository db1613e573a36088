import { useStores } from "#state/stores.tsx";
import { historyDepth } from "#state/url-mirror.ts";

/** One step back as the browser's own button does it; a page opened by a link has none, and goes to the overview. */
export function useBack(): () => void {
  const { view } = useStores();
  return () => {
    if (historyDepth(window) > 0) window.history.back();
    else view.setState({ selection: null, panel: "overview" });
  };
}
