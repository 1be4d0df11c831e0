/** How tokens of well-known services begin, and the least length of what follows. */
const tokenShapes = [
  [
    'sk-(?:ant-|proj-|svcacct-|admin-|or-v1-|lf-)?|xai-|pplx-|tvly-|gsk_|r8_|hf_|lsv2_(?:pt|sk)_',
    '[\\w-]{16,}',
  ],
  ['npm_|pypi-|rubygems_|CLOJARS_|dckr_pat_|nfp_|vercel_|sbp_|pul-|tfp_|atlasv1\\.', '[\\w.-]{16,}'],
  ['ya29\\.|1//0|GOCSPX-|AIza|APA91b', '[\\w.-]{12,}'],
  ['AKIA|ASIA|ABIA|ACCA|LTAI|amzn\\.mws\\.', '[\\w-]{12,}'],
  ['gh[opsur]_|github_pat_|gl(?:pat|dt|rt|ptt|ft|imt|agent|oas|soat|cbt)-|GR1348941', '[\\w.-]{12,}'],
  ['[rsp]k_(?:live|test)_|rzp_(?:live|test)_|whsec_|sq0(?:atp|csp|idp)-|FLWSECK[_-]', '[\\w-]{12,}'],
  ['SG\\.|key-|pubkey-|xkeysib-|mlsn\\.|re_', '[\\w.-]{20,}'],
  ['SK|AC|dapi', '[0-9a-f]{32}'],
  ['do[opr]_v1_|hv[sbr]\\.|dp\\.(?:st|pt|sa|ct|scim|audit)\\.|fm[12]_|fo1_|ops_', '[\\w.-]{16,}'],
  ['shp(?:at|ss|ca|pa)_|shptka_|figd_|ntn_|secret_|lin_(?:api|oauth)_|PMAK-|HRKU-', '[\\w-]{16,}'],
  ['glsa_|glc_|sntry[su]_|ph[cx]_|NR(?:AK|JS|AA|II)-|sq[apu]_|dd[ap]_', '[\\w-]{16,}'],
  ['ATATT3|ATCTT3|ATBB|EAA[A-Z]|IGQV|pscale_(?:tkn|pw|oauth)_|sl\\.[BA]', '[\\w.=-]{16,}'],
  ['A3-[A-Z0-9]{6}-|AGE-SECRET-KEY-1', '[A-Z0-9-]{20,}'],
];
/** Shapes with more than a word before the secret: bots of chats, and addresses that are the right to write to a channel. */
const longShapes = [
  ['\\d{6,12}:AA', '[\\w-]{20,}'],
  ['', '[MNO][\\w-]{22,28}\\.[\\w-]{6}\\.[\\w-]{25,}'],
  ['services/T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/', '\\w{8,}'],
  ['api/(?:v\\d{1,2}/)?webhooks/\\d{6,24}/', '[\\w-]{8,}'],
  ['webhookb2/', '[^\\s"\'<>]{8,}'],
];
/** Masks tokens that are known by their beginning, which stays. */
export const maskTokens = (text, mask) =>
  text.replace(
    anyToken,
    (_, ...groups) => `${groups.find((group) => typeof group === 'string') ?? ''}${mask}`,
  );
/** All in one pattern, as it is looked for in every record. Groups are the beginnings. */
const anyToken = new RegExp(
  `(?<![A-Za-z0-9])(?:${[...tokenShapes, ...longShapes].map(([prefix, rest]) => `(${prefix})${rest}`).join('|')})`,
  'g',
);
/** Masks what follows a word in a path that announces a secret, such as `/reset/` or `/invite/`. */
export const maskAnnouncedSegments = (path, mask) =>
  announcingWord.test(path) ? path.replace(announcedSegment, `$1${mask}`) : path;
const words =
  'reset|invit|verif|confirm|activat|magic|unsubscri|recover|token|passw|otp|secret|apikey|api-key|sso|signin|login|session|auth';
const announcingWord = new RegExp(`/(?:${words}|pin/)`, 'i');
/** With a digit and four characters, but no version or protocol. */
const announcedSegment = new RegExp(
  `(/(?:(?:${words})[a-z_-]{0,24}|pin)/{1,2})(?!oauth|saml|v\\d|:)(?=[^\\s/?#"'&<>]{0,200}\\d)[^\\s/?#"'&<>•]{4,}`,
  'gi',
);
