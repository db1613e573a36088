import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { revealPerson } from "#api/oversight.ts";
import { REVEAL_PURPOSES } from "#contract/field/tasks.ts";
import { AskEnd } from "#panels/alarms/ask-end.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import { Facts } from "./facts.tsx";
import "#ui/button.css";
import "#ui/select.css";
import "./sampling/sampling.css";

const SHORTEST_REASON = 2;

/** A resident's name, telephone and address: told only against a purpose and a reason, which the server writes down before it tells. */
export function Person({ customerId }: { readonly customerId: string }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState<(typeof REVEAL_PURPOSES)[number]>("hazard");
  const [note, setNote] = useState("");
  const reveal = useMutation({
    mutationFn: () => revealPerson(customerId, { purpose, note }),
    onSuccess: () => setAsking(false),
    // What was told is shown here and kept nowhere else.
    gcTime: 0,
  });
  const isReady = note.trim().length >= SHORTEST_REASON && !reveal.isPending;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) reveal.mutate();
  };
  const hide = () => {
    reveal.reset();
    setNote("");
  };
  return (
    <Section title={t("oversight.person.title")}>
      {reveal.data ? (
        <Told told={reveal.data} onHide={hide} />
      ) : (
        <>
          <p className="quiet">{t("oversight.person.masked")}</p>
          {!isAsking && (
            <button type="button" className="button outlined" onClick={() => setAsking(true)}>
              {t("oversight.person.reveal")}
            </button>
          )}
        </>
      )}
      {isAsking && (
        <form className="oversight-form" onSubmit={onSubmit} aria-label={t("oversight.person.reveal")}>
          <label>
            {t("oversight.person.purpose")}
            <select
              className="select"
              value={purpose}
              onChange={({ target }) => setPurpose(REVEAL_PURPOSES.find((one) => one === target.value) ?? "hazard")}
            >
              {REVEAL_PURPOSES.map((one) => (
                <option key={one} value={one}>
                  {t(`oversight.person.purposes.${one}`)}
                </option>
              ))}
            </select>
          </label>
          <label>
            {t("oversight.person.why")}
            <input
              className="text-line"
              maxLength={200}
              value={note}
              onChange={({ target }) => setNote(target.value)}
            />
          </label>
          <p className="quiet">{t("oversight.person.whyHint")}</p>
          {reveal.isError && (
            <p className="notice failed" role="alert">
              {t("oversight.person.failed", { reason: problemWords(reveal.error) })}
            </p>
          )}
          <AskEnd send={t("oversight.person.show")} isReady={isReady} onClose={() => setAsking(false)} />
        </form>
      )}
    </Section>
  );
}

interface ToldProps {
  readonly told: Awaited<ReturnType<typeof revealPerson>>;
  readonly onHide: () => void;
}

function Told({ told: { customer, watermark }, onHide }: ToldProps) {
  const { t } = useTranslation();
  const none = t("oversight.person.none");
  return (
    <>
      <Facts
        rows={[
          [t("oversight.person.name"), customer.name ?? none],
          [t("oversight.person.phone"), customer.phone ?? none],
          [t("oversight.person.address"), customer.address ?? none],
        ]}
      />
      <p className="quiet">{t("oversight.person.mark", { mark: watermark })}</p>
      <button type="button" className="button outlined" onClick={onHide}>
        {t("oversight.person.hide")}
      </button>
    </>
  );
}
