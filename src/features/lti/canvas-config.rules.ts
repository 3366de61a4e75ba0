import {
  ENTRANCES,
  SCOPES,
  customParameters,
  toolAddresses,
  type Entrance,
  type Tool,
} from './tool-config.rules.ts';

/** Pixels of the dialog in which a teacher picks; Canvas opens a small one otherwise. */
const SELECTION = { selection_width: 900, selection_height: 700 };

/** The JSON that a Canvas administrator pastes, or lets Canvas fetch, for a developer key (LTI 1.3 key configuration). */
export function buildCanvasConfig(tool: Tool) {
  const { words } = tool;
  const addresses = toolAddresses(tool.publicUrl);
  return {
    title: words.name['zh-CN'],
    description: words.description['zh-CN'],
    oidc_initiation_url: addresses.initiateLoginUrl,
    target_link_uri: addresses.targetLinkUri,
    scopes: [...SCOPES],
    public_jwk_url: addresses.jwksUrl,
    custom_fields: customParameters('canvas'),
    extensions: [
      {
        platform: 'canvas.instructure.com',
        domain: addresses.domain,
        tool_id: 'waymark',
        privacy_level: 'name_only',
        settings: {
          text: words.name['zh-CN'],
          labels: words.name,
          icon_url: addresses.logoUrl,
          placements: ENTRANCES.map((entrance) => placement(tool, entrance)),
        },
      },
    ],
  };
}

function placement({ publicUrl, words }: Tool, entrance: Entrance) {
  const labels = words.labels[entrance.placement];
  return {
    placement: entrance.placement,
    enabled: true,
    message_type: entrance.message,
    target_link_uri: toolAddresses(publicUrl).targetLinkUri,
    text: labels['zh-CN'],
    labels,
    ...(entrance.visibility === null ? SELECTION : { visibility: entrance.visibility, default: 'enabled' }),
  };
}
