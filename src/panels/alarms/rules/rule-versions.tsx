import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { putInForce, ruleQuery, takeOutOfForce } from "#api/alarms.ts";
import type { AlarmRule } from "#contract/alarm-rules.ts";
import { formatMinute } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Dialog } from "#panels/alarms/actions/ask-dialog.tsx";
import { Answer } from "#panels/answer.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { AskEnd } from "../ask-end.tsx";
import { bodyOf } from "./rule-draft.ts";
import { RuleForm } from "./rule-form.tsx";
import { useRuleText } from "./rule-text.ts";

/** All versions of a rule, newest first, and what may be done with them. */
export function RuleVersions({ id, mayWrite }: { readonly id: string; readonly mayWrite: boolean }) {
  const { t } = useTranslation();
  const rule = useQuery(ruleQuery(id));
  const [edited, setEdited] = useState<AlarmRule | null>(null);
  const [ask, setAsk] = useState<{ readonly kind: "activate" | "retire"; readonly version: number } | null>(null);
  if (edited) return <RuleForm id={id} from={bodyOf(edited)} onClose={() => setEdited(null)} />;
  return (
    <>
      <Answer query={rule} lines={3}>
        {(versions) => (
          <ol className="rule-versions" aria-label={t("alarm.rules.versions")}>
            {versions.map((version) => (
              <li key={version.version}>
                <Version version={version} />
                {mayWrite && (
                  <p className="alarm-actions">
                    <button type="button" className="button outlined" onClick={() => setEdited(version)}>
                      {t("alarm.rules.edit")}
                    </button>
                    {version.status !== "active" && (
                      <button
                        type="button"
                        className="button outlined"
                        onClick={() => setAsk({ kind: "activate", version: version.version })}
                      >
                        {t("alarm.rules.activate")}
                      </button>
                    )}
                    {version.status === "active" && (
                      <button
                        type="button"
                        className="button outlined"
                        onClick={() => setAsk({ kind: "retire", version: version.version })}
                      >
                        {t("alarm.rules.retire")}
                      </button>
                    )}
                  </p>
                )}
              </li>
            ))}
          </ol>
        )}
      </Answer>
      {ask && <CommentDialog id={id} {...ask} onClose={() => setAsk(null)} />}
    </>
  );
}

function Version({ version }: { readonly version: AlarmRule }) {
  const { t } = useTranslation();
  const text = useRuleText();
  const language = languageNow();
  return (
    <>
      <p className="alarm-line">
        <strong className="alarm-name">{t("alarm.rules.version", { version: version.version })}</strong>
        <span>{t(`alarm.rules.status.${version.status}`)}</span>
      </p>
      <p>{text.condition(version)}</p>
      <p className="quiet">
        {[version.createdBy, formatMinute(version.activatedAt ?? version.createdAt, language)]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}

interface CommentProps {
  readonly id: string;
  readonly kind: "activate" | "retire";
  readonly version: number;
  readonly onClose: () => void;
}

const SHORTEST = 2;

/** Puts a version in force, or takes it out: always with a word on why. */
function CommentDialog({ id, kind, version, onClose }: CommentProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [comment, setComment] = useState("");
  const isReady = comment.trim().length >= SHORTEST;
  const work = useMutation({
    mutationFn: () =>
      kind === "activate" ? putInForce(id, version, comment.trim()) : takeOutOfForce(id, comment.trim()),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["alarm-rules"] });
      void queries.invalidateQueries({ queryKey: ["alarm-rule", id] });
      onClose();
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady && !work.isPending) work.mutate();
  };
  return (
    <Dialog title={`${t(`alarm.rules.${kind}`)} · ${t("alarm.rules.version", { version })}`} onClose={onClose}>
      <form className="ask" onSubmit={onSubmit}>
        <label>
          {t("alarm.rules.comment")}
          <textarea rows={3} maxLength={500} value={comment} onChange={(event) => setComment(event.target.value)} />
        </label>
        {work.isError && (
          <p className="notice failed" role="alert">
            {t("alarm.rules.failed", { reason: problemWords(work.error) })}
          </p>
        )}
        <AskEnd send={t(`alarm.rules.${kind}`)} isReady={isReady && !work.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
