/** An object as its file writes it. What leads to it is worked out from the references of all. */
import type { ObjectDefinition } from '../definition.ts';
import type { WrittenField } from './field.ts';

export interface WrittenObject
  extends Pick<ObjectDefinition, 'name' | 'label' | 'labelPlural' | 'keyPrefix' | 'capabilities'> {
  readonly isCustom?: boolean;
  readonly fields: readonly WrittenField[];
}
