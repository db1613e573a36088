import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { worksQuery } from "#api/supervise.ts";
import type { FieldWork } from "#contract/field/works.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { clockWords, isPressing } from "#panels/field/works/clock-words.ts";
import { useStores, useView } from "#state/stores.tsx";
import { openRecord } from "#state/supervise.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import "#ui/button.css";

const PLACE_ZOOM = 17;

/** Third-party works near pipes, the most pressing first, each with the clock of its notice. */
export function WorksPage() {
  const { t } = useTranslation();
  const where = useView((view) => ({ area: view.area, enterprise: view.enterprise }));
  const works = useQuery(worksQuery(where));
  return (
    <Section title={t("fieldMore.works.title")}>
      <Answer query={works}>
        {({ rule, works: list, asOf }) => (
          <>
            {rule ? (
              <p className="quiet" lang="zh-CN">
                {`${rule.clause}（${rule.source}）`}
              </p>
            ) : (
              <p className="quiet">{t("fieldMore.works.noRule")}</p>
            )}
            {list.length === 0 ? (
              <Empty>{t("fieldMore.works.none")}</Empty>
            ) : (
              <ul className="supervise-list">
                {list.map((work) => (
                  <li key={work.id}>
                    <Work work={work} nowMs={Date.parse(asOf)} />
                  </li>
                ))}
              </ul>
            )}
          </>
        )}
      </Answer>
    </Section>
  );
}

function Work({ work, nowMs }: { readonly work: FieldWork; readonly nowMs: number }) {
  const { t } = useTranslation();
  const { view, camera } = useStores();
  const { name, contractor, from, noticeBy, noticedAt, lacks, recordId, lngLat } = work;
  const minute = (at: string) => formatMinute(at, languageNow());
  return (
    <>
      <strong>{[name || t("fieldMore.works.unnamed"), contractor].filter(Boolean).join(" · ")}</strong>
      <p>
        {isPressing(work) && <WarningMark level="orange" />} {clockWords(t, work, nowMs)}
      </p>
      <p className="quiet">
        {[
          t("fieldMore.works.from", { time: minute(from) }),
          noticeBy && t("fieldMore.works.noticeBy", { time: minute(noticeBy) }),
          noticedAt && t("fieldMore.works.noticedAt", { time: minute(noticedAt) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {lacks.length > 0 && (
        <p>{t("fieldMore.works.lacks", { what: lacks.map((one) => t(`fieldMore.works.lack.${one}`)).join("、") })}</p>
      )}
      <span className="supervise-chips">
        <button
          type="button"
          className="button outlined"
          onClick={() => camera.say({ kind: "fly", lng: lngLat[0], lat: lngLat[1], zoom: PLACE_ZOOM })}
        >
          {t("supervise.evidence.onMap")}
        </button>
        <button type="button" className="button outlined" onClick={() => openRecord(view, recordId)}>
          {t("fieldMore.works.record")}
        </button>
      </span>
    </>
  );
}
