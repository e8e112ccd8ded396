/** The placeholders that CI templates and the `replacements` of sfdx-project.json leave in files (model.md 5.2, 6.1). */
const PLACEHOLDER = /\{\{[^{}]*\}\}|\$\{[^{}]*\}|^YOUR[_-]/;

export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER.test(text);
}
