import { useTranslation } from "react-i18next";
import { Facts } from "#panels/asset/facts.tsx";
import { useMe } from "#panels/me.ts";
import { useSignOut } from "#panels/shell/tools.tsx";
import { problemWords } from "#ui/problem-words.ts";
import { Section } from "#ui/section.tsx";
import { Looks } from "./looks.tsx";

/** Who is signed in, for which area, and how the page looks to them. */
export function MinePage({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const signOut = useSignOut(onSignedOut);
  return (
    <>
      <Section title={me.name}>
        <Facts
          facts={[
            { label: t("shell.phone.account"), value: me.account },
            { label: t("shell.phone.role"), value: t(`gas.role.${me.role}`) },
            { label: t("shell.phone.area"), value: me.enterpriseName ?? me.areaName },
          ]}
        />
        {me.demo && <p className="quiet">{t("shell.user.demo")}</p>}
      </Section>
      <Looks />
      <Section title={t("shell.user.signOut")}>
        {signOut.isError && (
          <p className="notice failed" role="alert">
            {t("shell.user.signOutFailed", { reason: problemWords(signOut.error) })}
          </p>
        )}
        <button
          type="button"
          className="button outlined phone-out"
          disabled={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          {signOut.isPending ? t("shell.user.signingOut") : t("shell.user.signOut")}
        </button>
      </Section>
    </>
  );
}
