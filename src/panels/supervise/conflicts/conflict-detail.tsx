import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApiError } from "#api/api-error.ts";
import { conflictQuery } from "#api/conflicts.ts";
import type { Branch, Conflict } from "#contract/field/conflicts.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { useStores } from "#state/stores.tsx";
import { openConflict } from "#state/supervise.ts";
import { Empty } from "#ui/notice.tsx";
import { Section } from "#ui/section.tsx";
import { Facts } from "../facts.tsx";
import { FieldFile } from "../field-file.tsx";
import { kindWord } from "../words.ts";
import { takeFocus } from "./take-focus.ts";
import { CompareTable } from "./compare-table.tsx";
import { Decision } from "./decision.tsx";
import "#ui/button.css";

/** One conflict: both contents side by side, their files, what was decided and what can be, and the journal. */
export function ConflictDetail({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const conflict = useQuery(conflictQuery(id));
  const isMissing = conflict.error instanceof ApiError && conflict.error.status === 404;
  return (
    <>
      <div className="supervise-tools">
        <button type="button" className="button outlined" ref={takeFocus} onClick={() => openConflict(view, null)}>
          {t("conflicts.back")}
        </button>
      </div>
      {isMissing ? (
        <Empty>{t("conflicts.missing")}</Empty>
      ) : (
        <Answer query={conflict} lines={9}>
          {(found) => <Detail conflict={found} />}
        </Answer>
      )}
    </>
  );
}

function Detail({ conflict }: { readonly conflict: Conflict }) {
  const { t } = useTranslation();
  const { view } = useStores();
  const { line, others } = conflict;
  const state = line.resolution === null ? "open" : "resolved";
  return (
    <>
      <Section title={kindWord(t, line.kind)} unit={t(`conflicts.state.${state}`)}>
        <Facts
          rows={[
            [t("conflicts.fact.came"), formatInstant(line.at, languageNow())],
            [t("conflicts.fact.area"), line.areaName],
            [t("conflicts.fact.enterprise"), line.enterpriseName || line.enterpriseId || t("conflicts.fact.none")],
            [t("conflicts.fact.number"), line.recordId],
          ]}
        />
        {others.length > 0 && (
          <p className="supervise-chips">
            <span className="quiet">{t("conflicts.fact.others", { count: others.length })}</span>
            {others.map((other, n) => (
              <button key={other} type="button" className="button outlined" onClick={() => openConflict(view, other)}>
                {t("conflicts.fact.other", { n: n + 1 })}
              </button>
            ))}
          </p>
        )}
      </Section>
      <CompareTable conflict={conflict} />
      <Files branches={conflict.branches} />
      <Decision conflict={conflict} />
      <Journal conflict={conflict} />
    </>
  );
}

/** The files of both, side by side; what only one of them has is said. */
function Files({ branches }: { readonly branches: readonly Branch[] }) {
  const { t } = useTranslation();
  const isShared = (id: string) => branches.every(({ files }) => files.some((file) => file.id === id));
  return (
    <Section title={t("conflicts.files.title")}>
      <div className="conflict-sides">
        {branches.map(({ which, files }) => (
          <div key={which}>
            <h4>{t(`conflicts.which.${which}`)}</h4>
            {files.length === 0 && <p className="quiet">{t("conflicts.files.none")}</p>}
            <ul className="supervise-photos">
              {files.map((file) => (
                <li key={file.id}>
                  <FieldFile id={file.id} mime={file.mime} isWhole={file.isWhole} />
                  {!isShared(file.id) && <span className="conflict-differs">≠ {t("conflicts.files.onlyHere")}</span>}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Each step, with who and why; it can neither be edited nor removed. */
function Journal({ conflict: { events, line } }: { readonly conflict: Conflict }) {
  const { t } = useTranslation();
  const instant = (at: string) => (
    <time className="quiet" dateTime={at}>
      {formatInstant(at, languageNow())}
    </time>
  );
  return (
    <Section title={t("conflicts.journal.title")}>
      <ol className="supervise-journal">
        <li>
          <p>
            {t("conflicts.journal.came")} {instant(line.at)}
          </p>
        </li>
        {events.map(({ id, step, resolution, byName, at, note }) => (
          <li key={id}>
            <p>
              <strong>
                {step === "decided" && resolution !== null
                  ? t("conflicts.journal.decided", { resolution: t(`conflicts.decide.resolution.${resolution}`) })
                  : t("conflicts.journal.reopened")}
              </strong>{" "}
              {byName} {instant(at)}
            </p>
            {note !== "" && <p>{note}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
