/** Where things stand on an A4 sheet that is folded once into a C5 window envelope. Millimetres from the sheet's upper left corner. */

export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export const sheet = { width: 210, height: 297, fold: 148.5 } as const
/** The envelope common in Norway: its window, measured from the envelope's upper left corner. */
export const c5 = { width: 229, height: 162, window: { left: 15, top: 44, width: 105, height: 35 } } as const

/** The folded sheet slides in its envelope: so far to the right and down of the left upper corner. */
const slack = { right: c5.width - sheet.width, down: c5.height - sheet.fold } as const

/** Seen through the window wherever the sheet slides: nothing of the address may stand outside. */
export const alwaysSeen: Box = {
  left: c5.window.left,
  top: c5.window.top,
  width: c5.window.width - slack.right,
  height: c5.window.height - slack.down,
}

/** Seen through the window when the sheet slides so: nothing but the address may stand inside. */
export const sometimesSeen: Box = {
  left: c5.window.left - slack.right,
  top: c5.window.top - slack.down,
  width: c5.window.width + slack.right,
  height: c5.window.height + slack.down,
}

/** The address: inside, with a margin to the window's left edge. */
export const addressBlock: Box = { ...alwaysSeen, left: 20, width: alwaysSeen.left + alwaysSeen.width - 20 }

export const priorityMark = 'A-PRIORITAIRE'
