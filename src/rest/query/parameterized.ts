/** The parameters of `/parameterizedSearch` as the SOSL that says the same. */
import type { FormParameters } from '../../wire/form.ts';

export function soslOf(parameters: FormParameters): string {
  const objects = listOf(parameters.get('sobject')).map((name) => {
    const own = (option: string) => parameters.get(`${name}.${option}`);
    const fields = listOf(own('fields') ?? parameters.get('fields') ?? 'Id').join(', ');
    const where = clause('WHERE', own('where'));
    return `${name}(${fields}${where}${clause('LIMIT', own('limit') ?? parameters.get('defaultLimit'))})`;
  });
  // What SOSL gives a meaning to is searched for as it stands.
  const term = (parameters.get('q') ?? '').replace(/[\\{}]/g, ' ');
  const group = clause('IN', parameters.get('in'));
  return `FIND {${term}}${group === '' ? '' : `${group} FIELDS`}${clause('RETURNING', objects.join(', '))}${clause('LIMIT', parameters.get('overallLimit'))}`;
}

function clause(word: string, said: string | undefined): string {
  return said === undefined || said === '' ? '' : ` ${word} ${said}`;
}

function listOf(said: string | undefined): string[] {
  return (said ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}
