import { useTranslation } from "react-i18next";
import type { TraceAnswer } from "#contract/model.ts";
import { formatNumber } from "#lib/format.ts";
import { formatKm } from "#lib/format-pipes.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { traceAlong } from "#state/model.ts";
import { useStores } from "#state/stores.tsx";
import { Section } from "#ui/section.tsx";
import { Customers } from "./customers.tsx";
import { Figures } from "./figures.tsx";

const WAYS: readonly TraceAnswer["way"][] = ["upstream", "downstream", "connected", "pressure_system"];

/** Where gas at a pipe comes from, where it goes, what open pipes join to it, and what of that stands at one pressure with it. */
export function TraceView({ found }: { readonly found: TraceAnswer }) {
  const { t } = useTranslation();
  const { model } = useStores();
  const language = languageNow();
  return (
    <>
      <fieldset className="model-choice" aria-label={t("model.trace.way")}>
        {WAYS.map((way) => (
          <button
            key={way}
            type="button"
            className="button outlined"
            aria-pressed={found.way === way}
            onClick={() => traceAlong(model, way)}
          >
            {t(`model.trace.${way}`)}
          </button>
        ))}
      </fieldset>
      <Figures
        figures={[
          { label: t("model.trace.pipes"), value: formatNumber(found.pipes, language) },
          { label: t("model.trace.length"), value: formatKm(found.lengthM, language), unit: "km" },
          { label: t("model.trace.customers"), value: formatNumber(found.total, language) },
        ]}
      />
      <Section title={t("model.trace.sources")}>
        {found.sources.length === 0 ? (
          <p className="model-note">{t("model.trace.noSources")}</p>
        ) : (
          <ul className="model-list">
            {found.sources.slice(0, 20).map(({ name }) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t("model.trace.customers")}>
        <Customers sums={found.customers} title={t("model.trace.customers")} />
      </Section>
    </>
  );
}
