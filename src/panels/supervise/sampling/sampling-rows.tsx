import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { samplingsQuery } from "#api/oversight.ts";
import type { Sampling } from "#contract/field/samplings.ts";
import { formatDay, formatMinute, formatNumber } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useStores, useView } from "#state/stores.tsx";
import { openSampling } from "#state/supervise.ts";
import { Empty } from "#ui/notice.tsx";

/** Draws in sight, the newest first; each opens with its visits. */
export function SamplingRows() {
  const { t } = useTranslation();
  const area = useView((view) => view.area);
  const samplings = useQuery(samplingsQuery(area));
  return (
    <Answer query={samplings}>
      {({ samplings: draws, total }) =>
        draws.length === 0 ? (
          <Empty>{t("oversight.sampling.empty")}</Empty>
        ) : (
          <>
            <ul className="supervise-list">
              {draws.map((sampling) => (
                <li key={sampling.id}>
                  <Row sampling={sampling} />
                </li>
              ))}
            </ul>
            {total > draws.length && <p>{t("oversight.sampling.shown", { shown: draws.length, total })}</p>}
          </>
        )
      }
    </Answer>
  );
}

function Row({ sampling }: { readonly sampling: Sampling }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { id } = sampling;
  return (
    <button type="button" className="supervise-line" onClick={() => openSampling(view, id)}>
      <strong>{useDrawWords(sampling)}</strong>
      <span>{t("oversight.sampling.progress", { done: sampling.done, differing: sampling.differing })}</span>
      <span className="quiet">
        {t("oversight.sampling.by", {
          name: sampling.byName,
          time: formatMinute(sampling.drawnAt, languageNow()),
        })}
      </span>
    </button>
  );
}

/** Days of a draw and how many of how many visits it took. */
export function useDrawWords({ from, to, samples, visits }: Sampling): string {
  const { t } = useTranslation();
  const language = languageNow();
  return t("oversight.sampling.row", {
    from: formatDay(from, language),
    to: formatDay(to, language),
    samples: formatNumber(samples, language),
    visits: formatNumber(visits, language),
  });
}
