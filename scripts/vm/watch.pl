#!/usr/bin/perl
# watch.pl FILE=VALUE...: watches control files by inotify, which tells of each write, and prints a line "TIME on FILE" when one
# comes to hold its value and "TIME off FILE" when it no longer does; and the same with "all", of all of them. The time is in µs
# since 1970. A file that holds several words is compared by the first one. Runs until it is killed.
use strict;
use warnings;

my %number = (x86_64 => [294, 254, 228], aarch64 => [26, 27, 113]);
chomp(my $machine = `uname -m`);
my ($INIT, $ADD, $CLOCK) = @{$number{$machine}};
my $IN_MODIFY = 2;
$| = 1;

my $inotify = syscall($INIT, 0);
die "inotify_init1: $!\n" if $inotify < 0;
my %wanted = map { split(/=/, $_, 2) } @ARGV;
for my $file (keys %wanted) {
  syscall($ADD, $inotify, $file, $IN_MODIFY) >= 0 or die "$file: $!\n";
}
open(my $events, '<&=', $inotify) or die "inotify: $!\n";

sub now {
  my $time = pack('qq', 0, 0);
  syscall($CLOCK, 0, $time);
  my ($seconds, $nanos) = unpack('qq', $time);
  return $seconds * 1_000_000 + int($nanos / 1000);
}

# is_on FILE
sub is_on {
  my ($file) = @_;
  open(my $control, '<', $file) or return 0;
  my ($word) = split(' ', <$control> // '');
  return ($word // '') eq $wanted{$file};
}

my %state = map { $_ => '' } 'all', keys %wanted;

# tell_of WHAT IS-ON: prints what has changed.
sub tell_of {
  my ($what, $is_on) = @_;
  my $new = $is_on ? 'on' : 'off';
  print now(), " $new $what\n" if $new ne $state{$what};
  $state{$what} = $new;
}

while (1) {
  tell_of($_, is_on($_)) for sort keys %wanted;
  tell_of('all', !grep { $state{$_} eq 'off' } keys %wanted);
  sysread($events, my $buffer, 65536) or die "inotify: $!\n";
}
