import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "#api/api-error.ts";
import { samplingQuery } from "#api/oversight.ts";
import type { Difference, getSampling, Sample } from "#contract/field/samplings.ts";
import type { Reply } from "#contract/route.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useMe } from "#panels/me.ts";
import { useStores, useView } from "#state/stores.tsx";
import { openRecord, openSampling, superviseOf } from "#state/supervise.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { DrawForm } from "./draw-form.tsx";
import { SamplingRows, useDrawWords } from "./sampling-rows.tsx";
import "#ui/button.css";
import "./sampling.css";

/** Second looks 抽查: draws of visits, and what was found when they were looked at again. */
export function SamplingPage() {
  const sampling = useView((view) => superviseOf(view).sampling);
  return sampling === null ? <Draws /> : <Draw key={sampling} id={sampling} />;
}

function Draws() {
  const { t } = useTranslation();
  const me = useMe();
  const [isDrawing, setDrawing] = useState(false);
  return (
    <Section
      title={t("oversight.sampling.title")}
      tools={
        me.role === "supervisor" && (
          <button
            type="button"
            className="button outlined"
            aria-expanded={isDrawing}
            onClick={() => setDrawing(!isDrawing)}
          >
            {t("oversight.sampling.draw")}
          </button>
        )
      }
    >
      {isDrawing && <DrawForm onClose={() => setDrawing(false)} />}
      <SamplingRows />
    </Section>
  );
}

function Draw({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const draw = useQuery(samplingQuery(id));
  const isMissing = draw.error instanceof ApiError && draw.error.status === 404;
  return (
    <>
      <div className="supervise-tools">
        <button type="button" className="button outlined" onClick={() => openSampling(view, null)}>
          {t("oversight.sampling.back")}
        </button>
      </div>
      {isMissing ? (
        <Empty>{t("oversight.sampling.missing")}</Empty>
      ) : (
        <Answer query={draw}>{(found) => <Samples found={found} />}</Answer>
      )}
    </>
  );
}

function Samples({ found: { sampling, samples } }: { readonly found: Reply<typeof getSampling> }) {
  const { t } = useTranslation();
  return (
    <>
      <div className="supervise-figure">
        <h3>{useDrawWords(sampling)}</h3>
        <p>{t("oversight.sampling.progress", { done: sampling.done, differing: sampling.differing })}</p>
        <p className="quiet">
          {t(`oversight.sampling.amongOf.${sampling.among}`)} · {t("oversight.sampling.seed", { seed: sampling.seed })}
        </p>
        <p className="quiet">{t("oversight.sampling.notVerdict")}</p>
      </div>
      <Section title={t("oversight.sampling.samples")}>
        <ul className="sample-list">
          {samples.map((sample) => (
            <li key={sample.taskId}>
              <SampleLines sample={sample} />
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

/** One visit and the second look at it, side by side: a difference is for a person to follow. */
function SampleLines({ sample }: { readonly sample: Sample }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { second, recordId } = sample;
  const minute = (at: string) => formatMinute(at, languageNow());
  return (
    <>
      <p>
        <strong>{useVerdict(sample)}</strong>
        {second?.isSamePerson && <span className="quiet"> · {t("oversight.sampling.samePerson")}</span>}
      </p>
      <p className="sample-side">
        <span>
          {t("oversight.sampling.first", { name: sample.authorName, time: minute(sample.at) })} ·{" "}
          {t(`field.outcome.${sample.outcome}`)}
        </span>
        <button type="button" className="button outlined chip" onClick={() => openRecord(view, recordId)}>
          {t("oversight.sampling.openFirst")}
        </button>
      </p>
      {second && (
        <p className="sample-side">
          <span>
            {t("oversight.sampling.second", { name: second.authorName, time: minute(second.at) })} ·{" "}
            {t(`field.outcome.${second.outcome}`)}
          </span>
          <button type="button" className="button outlined chip" onClick={() => openRecord(view, second.recordId)}>
            {t("oversight.sampling.openSecond")}
          </button>
        </p>
      )}
    </>
  );
}

/** What came of a visit that was drawn, in words. */
function useVerdict({ second, state }: Sample): string {
  const { t } = useTranslation();
  const say = ({ what, count }: Difference) => t(`oversight.sampling.differs.${what}`, { count });
  if (second === null) return state === "cancelled" ? t("oversight.sampling.gone") : t("oversight.sampling.waits");
  return second.differences.length === 0
    ? t("oversight.sampling.agrees")
    : `⚑ ${second.differences.map(say).join(" · ")}`;
}
