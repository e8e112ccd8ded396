/** The catalogue for people: what each refusal would say, with `<name>` where a compared value will stand. */
import { catalogue, factsOf, fixOf, type RefusalName } from './catalogue.ts';
import { placeholder } from './placeholder.ts';
import { type Evidence, fixInWords, type Recipe, type Surface } from './refusal.ts';

export interface RefusalInWords {
  readonly name: RefusalName;
  readonly surface: Surface;
  readonly status: number;
  readonly error: string;
  readonly error_description: string;
  readonly why: string;
  readonly fix: string;
  readonly evidence: Evidence;
  readonly recipe: Recipe;
}

const refusalNames = Object.keys(catalogue) as RefusalName[];

export function catalogueInWords(): RefusalInWords[] {
  return refusalNames.map(refusalInWords);
}

function refusalInWords(name: RefusalName): RefusalInWords {
  const facts = factsOf(name);
  const { surface, status, error, description, why, evidence, recipe } = facts;
  const values = placeholder('value', { nearMiss: undefined, ...facts.typical });
  return {
    name,
    surface,
    status,
    error,
    error_description: typeof description === 'function' ? String(description(values)) : description,
    why: why(values).replaceAll('NaN', '<number>'),
    fix: fixInWords(fixOf(facts, values), undefined),
    evidence,
    recipe,
  };
}
