import type { Express } from 'express';
import { openServiceDoor, type Platform, type ServiceAnswer, type ServiceCall } from '../service-door.ts';
import {
  changeLineItem,
  createLineItem,
  deleteLineItem,
  listLineItems,
  readLineItem,
} from './canvas-line-items.ts';
import { listResults, takeScore } from './canvas-scores.ts';
import { listMemberships, presentRefusal, requireUserAgent } from './canvas-services.ts';
import { createTokenEndpoint } from './canvas-token.ts';

/** Tokens, grades and rosters where Canvas has them. */
export function mountCanvasServices(app: Express, platform: Platform): void {
  const door = openServiceDoor(app, platform, presentRefusal, requireUserAgent);
  const serve =
    (service: (platform: Platform, call: ServiceCall) => Promise<ServiceAnswer> | ServiceAnswer) =>
    (call: ServiceCall) =>
      service(platform, call);
  const lineItems = '/api/lti/courses/:course/line_items';
  const lineItem = `${lineItems}/:item`;
  const token = '/login/oauth2/token';
  door.on('post', token, createTokenEndpoint(platform, platform.url + token));
  door.on('get', '/api/lti/courses/:course/names_and_roles', serve(listMemberships));
  door.on('get', lineItems, serve(listLineItems));
  door.on('post', lineItems, serve(createLineItem));
  door.on('get', lineItem, serve(readLineItem));
  door.on('put', lineItem, serve(changeLineItem));
  door.on('delete', lineItem, serve(deleteLineItem));
  door.on('post', `${lineItem}/scores`, serve(takeScore));
  door.on('get', `${lineItem}/results`, serve(listResults));
}
