/** toLabel(): the labels of picklist values, in the only language that there is. */
import type { FieldDefinition } from '../definition.ts';
import type { Value } from './value.ts';

export function labelOf(field: FieldDefinition | undefined, value: Value): string | null {
  if (typeof value !== 'string') return null;
  const label = (one: string) => field?.picklistValues.find((known) => known.value === one)?.label ?? one;
  return field?.type === 'multipicklist' ? value.split(';').map(label).join(';') : label(value);
}
