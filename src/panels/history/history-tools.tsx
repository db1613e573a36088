import { useTranslation } from "react-i18next";
import { useStores, useView } from "#state/stores.tsx";
import { COMPARES, type Compare, clampSpan, TREND_SPANS, zoomSpan } from "#state/trend.ts";
import { setTrend } from "#state/view.ts";
import { IconButton } from "#ui/icon-button.tsx";
import { useSpan } from "./use-history.ts";

const CLOSER = 0.5;

/** How a person moves the span: used by the chart and by the buttons. */
export function useSpanActs() {
  const { view } = useStores();
  const span = useSpan();
  const set = (next: { readonly from: number; readonly to: number }) => setTrend(view, { span: next });
  return {
    zoom: (about: number, factor: number) => set(zoomSpan(span, about, factor, Date.now())),
    zoomMiddle: (factor: number) => set(zoomSpan(span, (span.from + span.to) / 2, factor, Date.now())),
    move: (share: number) => {
      const by = share * (span.to - span.from);
      set(clampSpan(span.from + by, span.to + by, Date.now()));
    },
    choose: (from: number, to: number) => set(clampSpan(from, to, Date.now())),
    reset: () => setTrend(view, { span: { hours: 24 } }),
  };
}

const HOURS_IN_DAY = 24;

/** Span, zoom and comparison. */
export function HistoryTools() {
  const { t } = useTranslation();
  const { view } = useStores();
  const { span, compare } = useView(({ trend }) => ({ span: trend.span, compare: trend.compare }));
  const acts = useSpanActs();
  const hours = "hours" in span ? span.hours : null;
  return (
    <div className="history-tools">
      <fieldset className="choice" aria-label={t("history.span")}>
        {TREND_SPANS.map((each) => (
          <button
            key={each}
            type="button"
            className="button outlined"
            aria-pressed={hours === each}
            onClick={() => setTrend(view, { span: { hours: each } })}
          >
            {each < HOURS_IN_DAY
              ? t("history.spanHours", { hours: each })
              : t("history.spanDays", { days: each / HOURS_IN_DAY })}
          </button>
        ))}
      </fieldset>
      <div className="history-move">
        <IconButton icon="back" label={t("history.earlier")} onClick={() => acts.move(-CLOSER)} />
        <button type="button" className="button" title={t("history.zoomIn")} onClick={() => acts.zoomMiddle(CLOSER)}>
          +<span className="seen-by-readers-only">{t("history.zoomIn")}</span>
        </button>
        <button
          type="button"
          className="button"
          title={t("history.zoomOut")}
          onClick={() => acts.zoomMiddle(1 / CLOSER)}
        >
          −<span className="seen-by-readers-only">{t("history.zoomOut")}</span>
        </button>
        <IconButton icon="right" label={t("history.later")} onClick={() => acts.move(CLOSER)} />
        <IconButton icon="undo" label={t("history.reset")} onClick={acts.reset} />
        <label>
          {t("history.compare")}
          <select value={compare} onChange={({ target }) => setTrend(view, { compare: target.value as Compare })}>
            {COMPARES.map((each) => (
              <option key={each} value={each}>
                {t(`history.compares.${each}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </div>
  );
}
