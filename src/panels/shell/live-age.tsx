import { useTranslation } from "react-i18next";
import { formatAge } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { PastFlag } from "#panels/time/past-flag.tsx";
import { useLive, useStores, useView } from "#state/stores.tsx";
import { useNow } from "#ui/use-now.ts";

/** The age of live data; while the past is shown, that it is the past. */
export function LiveAge() {
  const past = useView((view) => view.time);
  return past === null ? <NewestAge /> : <PastFlag at={past} />;
}

/** How old the newest reading is, by the server's clock. Words, not only a colour, when the feed has stopped. */
function NewestAge() {
  const { t } = useTranslation();
  const { live } = useStores();
  const status = useLive((now) => now.status);
  const now = useNow();
  // Read when the clock steps: it moves with each frame of the stream, and the words with each second.
  const { newestAt, clockSkewMs } = live.getState();
  const age = formatAge((now + clockSkewMs - newestAt) / 1000, languageNow());
  const words = {
    live: t("shell.live.live", { age }),
    connecting: t("shell.live.connecting"),
    silent: newestAt > 0 ? t("shell.live.silent", { age }) : t("shell.live.silentNever"),
    offline: newestAt > 0 ? t("shell.live.offlineAge", { age }) : t("shell.live.offline"),
  };
  // Read aloud when the state changes, not each second.
  const said = {
    live: t("shell.live.saidLive"),
    connecting: words.connecting,
    silent: t("shell.live.silentNever"),
    offline: t("shell.live.offline"),
  };
  const isLive = status === "live" && newestAt > 0;
  const shown = status === "live" && !isLive ? "silent" : status;

  return (
    <span className={`live-age ${shown}`}>
      <span aria-hidden="true">{isLive ? "●" : shown === "connecting" ? "○" : "×"}</span>
      <span aria-hidden="true">{words[shown]}</span>
      <span className="seen-by-readers-only" aria-live="polite">
        {said[shown]}
      </span>
    </span>
  );
}
