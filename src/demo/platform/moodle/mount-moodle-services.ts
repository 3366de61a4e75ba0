import type { Express } from 'express';
import { openServiceDoor, type Platform, type ServiceAnswer, type ServiceCall } from '../service-door.ts';
import {
  changeLineItem,
  createLineItem,
  deleteLineItem,
  listLineItems,
  readLineItem,
} from './moodle-line-items.ts';
import { listResults, takeScore } from './moodle-scores.ts';
import { listMemberships, presentRefusal } from './moodle-services.ts';
import { answerTokenRequest } from './moodle-token.ts';

/** Tokens, grades and rosters where Moodle 4.5 has them. */
export function mountMoodleServices(app: Express, platform: Platform): void {
  const door = openServiceDoor(app, platform, presentRefusal);
  const serve =
    (service: (platform: Platform, call: ServiceCall) => Promise<ServiceAnswer> | ServiceAnswer) =>
    (call: ServiceCall) =>
      service(platform, call);
  const lineItems = '/mod/lti/services.php/:course/lineitems';
  const lineItem = `${lineItems}/:item/lineitem`;
  door.on('post', '/mod/lti/token.php', serve(answerTokenRequest));
  door.on(
    'get',
    '/mod/lti/services.php/CourseSection/:course/bindings/:type/memberships',
    serve(listMemberships),
  );
  door.on('get', lineItems, serve(listLineItems));
  door.on('post', lineItems, serve(createLineItem));
  door.on('get', lineItem, serve(readLineItem));
  door.on('put', lineItem, serve(changeLineItem));
  door.on('delete', lineItem, serve(deleteLineItem));
  door.on('post', `${lineItem}/scores`, serve(takeScore));
  door.on('get', `${lineItem}/results`, serve(listResults));
}
