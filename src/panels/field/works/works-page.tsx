import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { WarningMark } from "#ui/mark.tsx";
import { Empty, Skeleton } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { clockWords, isPressing } from "./clock-words.ts";
import { NewsForm } from "./news-form.tsx";
import { type TimedWork, useWorks } from "./use-works.ts";

/** Third-party works near pipes with the clock of their notice; what is learnt of one later is told of it here. */
export function WorksPage() {
  const { t } = useTranslation();
  const [now] = useState(() => Date.now());
  const known = useWorks(now);
  if (!known) return <Skeleton lines={6} />;
  const { rule, works } = known;
  return (
    <article className="field-check">
      {rule && (
        <p className="field-rule quiet" lang="zh-CN">
          {`${rule.clause}（${rule.source}）`}
        </p>
      )}
      {works.length === 0 && <Empty>{t("fieldMore.works.none")}</Empty>}
      {works.map((work) => (
        <Work key={work.id} work={work} now={now} />
      ))}
    </article>
  );
}

function Work({ work, now }: { readonly work: TimedWork; readonly now: number }) {
  const { t } = useTranslation();
  const [isTelling, setTelling] = useState(false);
  const language = languageNow();
  const { name, contractor, from, noticeBy, noticedAt, lacks } = work;
  return (
    <Section title={name || t("fieldMore.works.unnamed")} unit={contractor}>
      <p className={isPressing(work) ? "field-wrong" : undefined}>
        {isPressing(work) && <WarningMark level="orange" />} {clockWords(t, work, now)}
      </p>
      <p className="quiet">
        {[
          t("fieldMore.works.from", { time: formatMinute(from, language) }),
          noticeBy && t("fieldMore.works.noticeBy", { time: formatMinute(noticeBy, language) }),
          noticedAt && t("fieldMore.works.noticedAt", { time: formatMinute(noticedAt, language) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {lacks.length > 0 && (
        <p>{t("fieldMore.works.lacks", { what: lacks.map((one) => t(`fieldMore.works.lack.${one}`)).join("、") })}</p>
      )}
      {isTelling ? (
        <NewsForm work={work} onDone={() => setTelling(false)} />
      ) : (
        <button type="button" className="button outlined" onClick={() => setTelling(true)}>
          {t("fieldMore.works.tell")}
        </button>
      )}
    </Section>
  );
}
