import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { endToken, makeToken, tokensQuery } from "#api/exports.ts";
import { formatInstant } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Answer } from "#panels/answer.tsx";
import { IconButton } from "#ui/icon-button.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import "#ui/button.css";
import "#ui/select.css";

const ADDRESSES = [
  { id: "features", path: "/ogc" },
  { id: "things", path: "/sensorthings/v1.1" },
] as const;

/** Where other programs read, and the keys they read with. */
export function DoorsSection() {
  const { t } = useTranslation();
  const tokens = useQuery(tokensQuery);
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const make = useMutation({ mutationFn: makeToken, onSuccess: again });
  const end = useMutation({ mutationFn: endToken, onSettled: again });
  const failed = make.error ?? end.error;
  return (
    <Section title={t("exports.doorsTitle")}>
      <p className="quiet">{t("exports.doorsIntro")}</p>
      <dl className="exports-doors">
        {ADDRESSES.map(({ id, path }) => (
          <div key={id}>
            <dt>{t(`exports.address.${id}`)}</dt>
            <dd>
              <code>{window.location.origin + path}</code>
              <CopyButton what={t(`exports.address.${id}`)} text={window.location.origin + path} />
            </dd>
          </div>
        ))}
      </dl>
      <TokenForm isPending={make.isPending} onMake={(name) => make.mutate(name)} />
      {make.data && (
        <p className="exports-token" role="status">
          {t("exports.tokenOnce")} <code>{make.data.token}</code>
          <CopyButton what={make.data.name} text={make.data.token} />
        </p>
      )}
      {failed !== null && <p role="alert">{t("exports.tokenFailed", { reason: problemWords(failed) })}</p>}
      <Answer query={tokens} lines={2}>
        {(list) =>
          list.length === 0 ? (
            <p className="quiet">{t("exports.tokensEmpty")}</p>
          ) : (
            <ul className="exports-list">
              {list.map(({ id, name, usedAt, expiresAt }) => (
                <li key={id}>
                  <span className="name">{name}</span>
                  <IconButton icon="close" label={t("exports.endToken", { name })} onClick={() => end.mutate(id)} />
                  <p>
                    {usedAt === null
                      ? t("exports.tokenNeverUsed")
                      : t("exports.tokenUsed", { time: formatInstant(usedAt, languageNow()) })}
                    {" · "}
                    {t("exports.tokenUntil", { time: formatInstant(expiresAt, languageNow()) })}
                  </p>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function TokenForm({ isPending, onMake }: { readonly isPending: boolean; readonly onMake: (name: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    onMake(name.trim());
    setName("");
  };
  return (
    <form className="exports-form" onSubmit={submit}>
      <label>
        {t("exports.tokenName")}
        <input
          className="text-line"
          type="text"
          value={name}
          maxLength={64}
          placeholder={t("exports.tokenNameHint")}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <button type="submit" className="button outlined" disabled={isPending || name.trim() === ""}>
        {t("exports.makeToken")}
      </button>
    </form>
  );
}

/** Copies a text; where the browser lets no page write to the clipboard (plain HTTP), it is selected by hand. */
function CopyButton({ what, text }: { readonly what: string; readonly text: string }) {
  const { t } = useTranslation();
  const copy = useMutation({ mutationFn: async () => await navigator.clipboard.writeText(text) });
  if (!window.isSecureContext) return null;
  return (
    <IconButton
      icon={copy.isSuccess ? "check" : "copy"}
      label={copy.isSuccess ? t("exports.copied") : t("exports.copy", { what })}
      onClick={() => copy.mutate()}
    />
  );
}
