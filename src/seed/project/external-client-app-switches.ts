/** The policies of an External Client App as a whole (model.md 2.3): every element, and the two switches that are read from it. */
import { aside, PART, text } from './app-elements.ts';
import type { Elements } from './elements.ts';
import { flagField } from './fields.ts';
import type { Report } from './report.ts';
import type { Element } from './xml.ts';

export const APP_POLICY: Elements = {
  ...PART,
  isCanvasPluginEnabled: aside,
  isEnabled: text,
  isMobilePluginEnabled: aside,
  isNotificationPluginEnabled: aside,
  isOauthPluginEnabled: text,
  isPushPluginEnabled: aside,
  isSamlPluginEnabled: aside,
  startPage: aside,
  startUrl: text,
};

/** The app's two switches. Both must be on; otherwise the app is treated as missing (model.md 4.8). */
export function switches(name: string, policy: Element | undefined, report: Report) {
  const [isEnabled, isOauthPluginEnabled] = [
    policy?.child('isEnabled'),
    policy?.child('isOauthPluginEnabled'),
  ];
  const off = [isEnabled, isOauthPluginEnabled].find((element) => flagField(element)?.value === false);
  if (off) {
    report.skip(
      off.place,
      `External Client App '${name}' is switched off (${off.name} is false): it answers app_not_found`,
    );
  }
  return { isEnabled: flagField(isEnabled), isOauthPluginEnabled: flagField(isOauthPluginEnabled) };
}
