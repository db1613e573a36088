import { createInstance } from "i18next";
import { door as doorEn } from "./en/door.ts";
import { door as doorZh } from "./zh/door.ts";

/** Chinese first. */
export const LANGUAGES = ["zh-CN", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export const i18n = createInstance();

/** Sets up the words of the sign-in page in both languages; the rest come with {@link loadWords}. */
export const startI18n = (language: Language, plugin?: Parameters<typeof i18n.use>[0]) => {
  if (plugin) i18n.use(plugin);
  return i18n.init({
    lng: language,
    fallbackLng: "zh-CN",
    ns: ["door", "app"],
    defaultNS: "app",
    resources: { "zh-CN": { door: doorZh }, en: { door: doorEn } },
    partialBundledLanguages: true,
    // English has no counting words: an empty one is said, not looked for in Chinese.
    returnEmptyString: true,
    interpolation: { escapeValue: false },
    initAsync: false,
  });
};

/** A panel has been opened whose words come by themselves: a change of language brings them as well. */
let isOffice = false;

async function addOffice(language: Language): Promise<void> {
  if (i18n.getResource(language, "app", "statistics") !== undefined) return;
  const { office } = language === "en" ? await import("./en/office.ts") : await import("./zh/office.ts");
  i18n.addResourceBundle(language, "app", office, true);
}

/** Fetches the words of the signed-in pages for one language; a second call finds them there. */
export async function loadWords(language: Language): Promise<void> {
  if (!i18n.hasResourceBundle(language, "app")) {
    const { app } = language === "en" ? await import("./en/app.ts") : await import("./zh/app.ts");
    i18n.addResourceBundle(language, "app", app);
  }
  if (isOffice) await addOffice(language);
}

/** Fetches the words of statistics, exports, supervision and ingest for the language of now, and of each that is chosen later. */
export async function loadOfficeWords(): Promise<void> {
  isOffice = true;
  await addOffice(languageNow());
}

export const languageNow = (): Language => (i18n.language === "en" ? "en" : "zh-CN");
