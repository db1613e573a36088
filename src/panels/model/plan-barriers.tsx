import { useTranslation } from "react-i18next";
import type { PlanBarriers } from "#contract/model-plan.ts";
import { dropLines, takeLine } from "#state/model.ts";
import { useModel, useStores } from "#state/stores.tsx";
import { Section } from "#ui/section.tsx";

const MOST_NAMED = 6;

/** Lines that a person draws across pipes, and what they cut. */
export function PlanBarrierLines({ barriers }: { readonly barriers: PlanBarriers | null }) {
  const { t } = useTranslation();
  const { model } = useStores();
  const isDrawing = useModel((m) => m.isDrawing);
  return (
    <Section title={t("plan.barriers")}>
      {barriers === null ? (
        <p className="model-note model-hint">{t("plan.barriersHint")}</p>
      ) : (
        <p className="model-note" role="status">
          {barriers.count === 0
            ? t("plan.barriersNone")
            : t("plan.barriersText", {
                n: barriers.count,
                pipes: `${barriers.pipes.slice(0, MOST_NAMED).join("、")}${barriers.count > MOST_NAMED ? "…" : ""}`,
              })}
        </p>
      )}
      {barriers?.isAcrossDamage && <p className="model-note strong">{t("plan.barriersDamage")}</p>}
      <div className="model-choice">
        <button
          type="button"
          className="button outlined"
          aria-pressed={isDrawing}
          onClick={() => takeLine(model, !isDrawing)}
        >
          {t(isDrawing ? "plan.stopDrawing" : "plan.draw")}
        </button>
        {barriers !== null && (
          <button type="button" className="button" onClick={() => dropLines(model)}>
            {t("plan.dropLines")}
          </button>
        )}
      </div>
    </Section>
  );
}
