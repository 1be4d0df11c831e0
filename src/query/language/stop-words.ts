/** Words that never change the question. They are removed before phrases are matched. */
export const ignoredWords: ReadonlySet<string> = new Set(
  'a an the of oclock uhr yet isnt arent wasnt actually just please pls really did do does there any some other so also maybe kindly then dont doesnt didnt'.split(
    ' ',
  ),
);

/** Words without a meaning of their own. They are skipped unless they belong to a phrase. */
export const stopWords: ReadonlySet<string> = new Set(
  `is are was were be been being am it its this that these those they them their theirs he she we us our ours i you your
  me my in on at for from by to with into onto until and or but if as all both each every whether
  what which whats when where how much many about thing things again start started begin began
  show give tell list get see seen saw got getting have having has had go going come can could would will should shall may might must
  want need know look check find think like say said
  bot badgateway hey hi hello hallo ok okay thanks thank cheers
  happened happening happen failed failing fails fail failure failures error errors issue issues problem problems
  bad request requests response responses traffic call calls answer answers one ones
  between since last latest past recent previous
  someone somebody anyone anybody missing
  anything everything nothing long
  log file files message messages currently today's now's so far here not no yes up out off over`.split(
    /\s+/,
  ),
);

/** They take something out of a question: dropped before a name or a status, they would turn its answer around. */
export const excludingWords: ReadonlySet<string> = new Set(
  'not but except excluding exclude without besides other dont never no nothing'.split(' '),
);

/** Those that say that a question is about failures, though they need no meaning of their own. */
export const failureWords: ReadonlySet<string> = new Set(
  'failed failing fails fail failure failures error errors issue issues problem problems bad'.split(' '),
);
