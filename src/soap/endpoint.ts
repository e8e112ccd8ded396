/** `/services/Soap/u/NN.0` and `/services/Soap/c/NN.0`: reads an envelope, runs its operation, writes the answer (identity-and-resources.md 9, soap-data.md 1). */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { check, refuse } from '../refusals/check.ts';
import type { ApiUsage } from '../rest/api-usage.ts';
import { isKnownVersion, NEWEST_VERSION, OLDEST_VERSION } from '../wire/api-versions.ts';
import { elementsOf } from '../wire/read-xml.ts';
import type { World } from '../world/world.ts';
import { admitToSoap } from './admission.ts';
import { apiNamed, type SoapApi } from './api.ts';
import { readSoapBodies, textOfBody } from './body.ts';
import { type Envelope, nameOf, readEnvelope, textOf } from './envelope.ts';
import { SOAP_TYPE, sendFault } from './fault.ts';
import { limitInfo } from './limit-info.ts';
import type { SoapCall, SoapOperation } from './operation.ts';
import { operations } from './operations/index.ts';
import { Parameters } from './parameters.ts';
import { element, writeEnvelope, type XmlElement } from './xml.ts';

/** What follows the version is the org's id and a site's: nothing depends on them (soap-data.md 1). */
const PATHS = ['/services/Soap/:api/:version', '/services/Soap/:api/:version/*'];

/** Of REST and pages; answers of SOAP were recorded without them (identity-and-resources.md 0.1). */
const NOT_HERE = ['x-content-type-options', 'x-xss-protection', 'x-robots-tag', 'strict-transport-security'];

export function soapEndpoints(app: FastifyInstance, world: World, usage: ApiUsage): void {
  app.register(async (plane) => {
    readSoapBodies(plane);
    plane.addHook('onRequest', (_request, reply, done) => {
      for (const name of NOT_HERE) reply.removeHeader(name);
      done();
    });
    for (const path of PATHS) plane.post(path, (request, reply) => answerSoap(world, usage, request, reply));
  });
}

async function answerSoap(
  world: World,
  usage: ApiUsage,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { api: word = '', version = '' } = request.params as Readonly<Record<string, string>>;
  // Records and queries are refused in the same words by REST.
  request.ownSurfaces = { 'rest-array': (refusal) => sendFault(request, reply, refusal) };
  const api = apiNamed(word) ?? refuse(request, 'page.not-found', { path: request.trace.path });
  check(request, 'soap.no-action', request.headers.soapaction !== undefined, {});
  check(request, 'soap.version', isKnownVersion(version), {
    version,
    oldest: OLDEST_VERSION,
    newest: NEWEST_VERSION,
  });
  const envelope = await readEnvelope(request, await textOfBody(request));
  const { calledHost, ip, trace } = request;
  const { headers } = envelope;
  const operation = operationOf(request, api, envelope);
  const parameters = new Parameters(operation.element, operation.parameters);
  trace.parameters = told(operation, parameters, headers);
  const call = {
    api,
    version: Number.parseInt(version, 10),
    calledHost,
    ip,
    parameters,
    headers,
    world,
    trace,
  };
  await trace.passed('soap');
  const { header, content } = await run(call, operation, usage);
  const body = [element(`${operation.name}Response`, content)];
  return reply
    .type(SOAP_TYPE)
    .send(writeEnvelope(header, body, { unprefixed: api.namespace, sf: api.sObjects }));
}

/** @throws Refusal */
function operationOf(
  request: FastifyRequest,
  api: SoapApi,
  { operation }: Envelope,
): SoapOperation & { readonly element: Element } {
  const found =
    api.isServed && operation?.namespaceURI === api.namespace
      ? operations.get(operation.localName ?? '')
      : undefined;
  if (!api.isServed) refuse(request, 'soap.unsupported', { operation: api.title });
  check(request, 'soap.no-operation', operation && found, {
    operation: operation ? nameOf(operation) : 'null',
    namespace: api.namespace,
  });
  return { ...found, element: operation };
}

async function run(
  call: SoapCall,
  operation: SoapOperation,
  usage: ApiUsage,
): Promise<{ header: readonly XmlElement[]; content: readonly XmlElement[] }> {
  if (operation.session === 'own') return { header: [], content: await operation.answer(call) };
  const access = await admitToSoap(call, operation);
  await usage.admit(call, access.org);
  await call.trace.passed('soap-session');
  const content = await operation.answer({ ...call, access });
  const { id, settings } = access.org;
  return { header: limitInfo(call.version, usage.of(id), settings), content };
}

/** What the journal tells of the request: by the names of the WSDL, so that a password is one whatever the client calls it. */
function told(
  { name, parameters: names }: SoapOperation,
  parameters: Parameters,
  { sessionId, client, organizationId, portalId }: SoapCall['headers'],
): ReadonlyMap<string, string> {
  const words = { sessionId, client, organizationId, portalId };
  return new Map([
    ['operation', name],
    ...names.map((name): [string, string] => [name, inWords(parameters.elements(name))]),
    ...Object.entries(words).filter(([, value]) => value !== ''),
  ]);
}

/** Of records only how many they are. */
function inWords(sent: readonly Element[]): string {
  if (sent.some((one) => elementsOf(one).length > 0)) return `${sent.length} records`;
  return sent.map(textOf).join(' ');
}
