/** Buttons: what they look like by weight and size. An icon button always has a name, which is also its tooltip. */
import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps, ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

const look = cva(
  'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-50',
  {
    variants: {
      variant: {
        primary: 'bg-strong text-on-strong hover:opacity-90',
        secondary: 'border border-line-strong bg-surface hover:bg-hover',
        ghost: 'text-muted hover:bg-hover hover:text-text',
        danger: 'border border-bad/40 bg-bad-soft text-bad hover:border-bad',
      },
      size: { small: 'h-7 px-2 text-[13px]', normal: 'h-8 px-3', icon: 'size-8', smallIcon: 'size-7' },
    },
    defaultVariants: { variant: 'secondary', size: 'normal' },
  },
);

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof look> {}

export function Button({ variant, size, className, type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={classNames(look({ variant, size }), className)} {...rest} />;
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  readonly label: string;
  readonly icon: ReactNode;
}

export function IconButton({ label, icon, size = 'icon', variant = 'ghost', ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button aria-label={label} size={size} variant={variant} {...rest}>
        {icon}
      </Button>
    </Tooltip>
  );
}
